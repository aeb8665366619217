using System.Diagnostics;
using KeyRotation.Testing;

namespace KeyRotation.Soak.Measures;

/// <summary>From kill -9 of the node that has a rotation in hand to the next batch, on another node, of the range that it was at.</summary>
internal static class FailOver
{
    public static async Task RunAsync(PostgreSqlServer server, int? claimSeconds, int times)
    {
        // One range, so that nobody works on beside the dead; small batches, so that it is hit in the middle.
        await using var cluster = await MeasuredCluster.CreateAsync(server, new MeasuredSettings(10_000, 20, 1_000_000) { ClaimSeconds = claimSeconds });
        var nodes = new List<NodeProcess> { await cluster.StartAsync("worker"), await cluster.StartAsync("worker") };
        var figures = new Figures(claimSeconds is null ? "fail-over, default settings" : $"fail-over, claims of {claimSeconds} s");
        for (var time = 0; time < times; time++)
        {
            await cluster.AgeAsync("token_encryption");
            var rotation = await OpenAsync(cluster);
            await cluster.UntilAsync(async () => await cluster.BatchesAsync(rotation) > 5);
            var holder = await cluster.ScalarAsync<string>("select holder from keyrotation.claim where name = 'rotation:token_encryption'");
            var victim = nodes.Single(node => holder!.Contains($"/{node.Id}/", StringComparison.Ordinal));
            nodes.Remove(victim);

            var clock = Stopwatch.StartNew();
            await victim.KillAsync();
            var survivor = $"%/{nodes[0].Id}/%";
            var before = await cluster.BatchesAsync(rotation);
            await cluster.UntilAsync(async () => await cluster.BatchesAsync(rotation, survivor) > before);
            figures.Add(clock.Elapsed);

            await cluster.WaitForEndAsync(rotation);
            nodes.Add(await cluster.StartAsync("worker"));
        }
        Console.WriteLine(figures);
    }

    /// <summary>A start assesses, and so does this one: the start of a node that ends again would disturb.</summary>
    private static async Task<Guid> OpenAsync(MeasuredCluster cluster)
    {
        await cluster.ExecuteAsync("update keyrotation.qrtz_triggers set next_fire_time = 1 where trigger_name = 'assess.interval'");
        var rotation = Guid.Empty;
        await cluster.UntilAsync(async () => (rotation = await cluster.ScalarAsync<Guid>("select rotation_id from keyrotation.rotation where key_type = 'token_encryption' and ended_at is null")) != Guid.Empty);
        return rotation;
    }
}
