using KeyRotation.Testing;

namespace KeyRotation.Soak.Measures;

/// <summary>One migration on one, two and four nodes of this machine: how long it takes, and whether the same rows are rewritten.</summary>
internal static class NodesTogether
{
    private const int Rows = 400_000;

    public static async Task RunAsync(PostgreSqlServer server)
    {
        foreach (var nodes in new[] { 1, 2, 4 })
        {
            await using var cluster = await MeasuredCluster.CreateAsync(server, new MeasuredSettings(Rows, 1000, 25_000));
            for (var node = 0; node < nodes; node++)
                await cluster.StartAsync("worker");
            await cluster.AgeAsync("token_encryption");
            await cluster.ExecuteAsync("update keyrotation.qrtz_triggers set next_fire_time = 1 where trigger_name = 'assess.interval'");
            const string Rotation = "keyrotation.rotation where key_type = 'token_encryption' and state = 'completed' and from_version = 1";
            await cluster.UntilAsync(async () => await cluster.ScalarAsync<long>($"select count(*) from {Rotation}") == 1);
            var ranges = $"keyrotation.migration_range where work_id = (select rotation_id from {Rotation}) and pass = 0";
            var rewritten = await cluster.ScalarAsync<long>($"select sum(rows_rewritten)::bigint from {ranges}");
            var seconds = await cluster.ScalarAsync<double>($"select extract(epoch from max(finished_at) - min(started_at))::float8 from {ranges}");
            var holders = await cluster.ScalarAsync<long>($"select count(distinct holder) from {ranges}");
            Console.WriteLine($"{nodes} nodes: {rewritten} rows rewritten in {seconds:0.0} s by {holders} nodes, {rewritten / seconds:0} rows/s");
            if (rewritten != Rows)
                throw new InvalidOperationException($"{Rows} were expected.");
        }
    }
}
