using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Nodes;

[TestFixture(DatabaseKind.PostgreSql)]
[TestFixture(DatabaseKind.SqlServer)]
public sealed class TwoNodes(DatabaseKind kind)
{
    private const string CompletedRotations = "select count(*) from keyrotation.rotation where key_type = 'token_encryption' and state = 'completed' and from_version = 1";

    [Test]
    public async Task Form_a_cluster_seed_the_schedules_once_and_rotate_a_due_key_once()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        await cluster.RunAsync("adopt", "token_encryption", "oauth-tokens");
        await cluster.AgeAsync("token_encryption", 200);

        var first = cluster.Start("run");
        var second = cluster.Start("run");
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>(CompletedRotations) > 0, cluster.DescribeAsync);
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>($"select count(*) from {QuartzTable("scheduler_state")}") == 2, cluster.DescribeAsync);

        var jobs = await cluster.Store.QueryAsync($"select job_name from {QuartzTable("job_details")} order by job_name");
        var crons = await cluster.Store.QueryAsync($"select cron_expression, time_zone_id from {QuartzTable("cron_triggers")}");
        var instances = await cluster.Store.ScalarAsync<int>($"select count(distinct instance_name) from {QuartzTable("scheduler_state")}");
        Assert.Multiple(() =>
        {
            Assert.That(jobs.Select(row => row[0]), Is.EqualTo(new[]
            {
                "assess", "migrate", "retire", "rotate.api_signature", "rotate.database_encryption", "rotate.file_encryption", "rotate.session_encryption", "rotate.token_encryption", "take-over",
            }));
            Assert.That(crons.Select(row => (row[0], row[1])), Is.EqualTo(Enumerable.Repeat(("0 0 2 * * ?", "UTC"), 6)));
            Assert.That(instances, Is.EqualTo(2));
        });
        Assert.That(await first.TerminateAsync(), Is.Zero, first.Output);
        Assert.That(await second.TerminateAsync(), Is.Zero, second.Output);
        Assert.That(await cluster.Store.ScalarAsync<int>(CompletedRotations), Is.EqualTo(1), "Once, on one of them.");
        Assert.That(await cluster.Store.ScalarAsync<long>("select sum(rows_rewritten) from keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.from_version = 1"), Is.EqualTo(ServerCluster.Rows));
        await cluster.RunAsync("audit", "verify");
    }

    [Test]
    public async Task Killed_in_the_middle_of_a_migration_the_other_goes_on_from_the_last_batch()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        await cluster.RunAsync("adopt", "token_encryption", "oauth-tokens");
        await cluster.AgeAsync("token_encryption", 200);
        var nodes = new[] { cluster.Start("run"), cluster.Start("run") };
        var victim = await HolderAsync(cluster, nodes);
        await Poll.UntilAsync(async () => await cluster.BatchesInHandAsync(pass: 0, victim) >= 5, cluster.DescribeAsync);

        await victim.KillAsync();
        var batches = await cluster.BatchesInHandAsync(pass: 0, victim);
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>(CompletedRotations) == 1, cluster.DescribeAsync);

        var survivor = nodes.Single(node => node != victim);
        Assert.That(batches, Is.GreaterThanOrEqualTo(5), "Killed in the middle.");
        Assert.That(survivor.Output, Does.Contain($"Pass 0 over oauth-tokens goes on behind batch {batches},"));
        Assert.That(await cluster.Store.ScalarAsync<long>("select sum(rows_rewritten) from keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.from_version = 1"), Is.EqualTo(ServerCluster.Rows));
        Assert.That(await survivor.TerminateAsync(), Is.Zero, survivor.Output);
        await cluster.RunAsync("audit", "verify");
    }

    [Test]
    public async Task Stopped_in_the_middle_of_a_migration_a_node_gives_it_to_the_other_at_once()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        await cluster.RunAsync("adopt", "token_encryption", "oauth-tokens");
        await cluster.AgeAsync("token_encryption", 200);
        var nodes = new[] { cluster.Start("run"), cluster.Start("run") };
        var stopped = await HolderAsync(cluster, nodes);
        await Poll.UntilAsync(async () => await cluster.BatchesInHandAsync(pass: 0, stopped) >= 5, cluster.DescribeAsync);
        var other = nodes.Single(node => node != stopped);

        var exitCode = await stopped.TerminateAsync();

        Assert.That(exitCode, Is.Zero, stopped.Output);
        await other.WaitForLineAsync("Pass 0 over oauth-tokens goes on behind batch");
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>(CompletedRotations) == 1, cluster.DescribeAsync);
        Assert.That(await cluster.Store.ScalarAsync<long>("select sum(rows_rewritten) from keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.from_version = 1"), Is.EqualTo(ServerCluster.Rows));
    }

    [Test]
    public async Task Share_the_ranges_of_one_rotation_and_each_row_is_rewritten_once()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind, rowsPerRange: 5000, batchSize: 50);
        await cluster.RunAsync("adopt", "token_encryption", "oauth-tokens");
        await cluster.AgeAsync("token_encryption", 200);

        var nodes = new[] { cluster.Start("run"), cluster.Start("run") };
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>(CompletedRotations) > 0, cluster.DescribeAsync);

        const string Ranges = "keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.from_version = 1 and r.pass = 0";
        Assert.Multiple(async () =>
        {
            Assert.That(await cluster.Store.ScalarAsync<int>($"select count(*) from {Ranges}"), Is.EqualTo(20));
            Assert.That(await cluster.Store.ScalarAsync<int>($"select count(distinct r.holder) from {Ranges}"), Is.EqualTo(2), string.Join(Environment.NewLine, nodes.Select(node => node.Output)));
            Assert.That(await cluster.Store.ScalarAsync<long>($"select sum(r.rows_rewritten) from {Ranges}"), Is.EqualTo(ServerCluster.Rows));
        });
    }

    private static async Task<NodeProcess> HolderAsync(ServerCluster cluster, NodeProcess[] nodes)
    {
        await Poll.UntilAsync(async () => await cluster.BatchesInHandAsync(pass: 0) >= 1, cluster.DescribeAsync);
        var holder = await cluster.Store.ScalarAsync<string>("select holder from keyrotation.claim where name = 'rotation:token_encryption'");
        return nodes.Single(node => holder.Contains($"/{node.Id}/", StringComparison.Ordinal));
    }

    private string QuartzTable(string name) => kind == DatabaseKind.PostgreSql ? $"keyrotation.qrtz_{name}" : $"keyrotation.QRTZ_{name.ToUpperInvariant()}";
}
