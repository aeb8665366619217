using KeyRotation.Cluster.Applications;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Restores;

/// <summary>The control store, Quartz's tables included, goes back to what it was before a rotation; the application's table does not.</summary>
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class RestoredStore(DatabaseKind kind)
{
    private const string KeyType = "token_encryption";

    [Test]
    public async Task Killed_in_a_migration_and_restored_to_before_it_the_cluster_loses_no_row_and_rotates_to_the_end()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        await cluster.RunAsync("adopt", KeyType, "oauth-tokens");
        var application = cluster.StartApplication("--Application:RowsPerSecond=100");
        await application.WaitForAsync("progress");
        var copy = await CopyBesideANodeAsync(cluster);

        await cluster.AgeAsync(KeyType, 200);
        var nodes = new[] { cluster.Start("run"), cluster.Start("run") };
        await application.WaitForAsync("activation_changed");
        await Poll.UntilAsync(async () => await cluster.BatchesInHandAsync(pass: 0) >= 5, cluster.DescribeAsync);
        foreach (var node in nodes)
            await node.KillAsync();
        await copy.PutBackAsync();
        Assert.That(await cluster.Store.ScalarAsync<int>($"select max(version) from keyrotation.key_version where key_type = '{KeyType}'"), Is.EqualTo(1), "The store lost version 2.");

        await cluster.AgeAsync(KeyType, 200);
        nodes = [cluster.Start("run"), cluster.Start("run")];
        await Poll.UntilAsync(
            async () => await cluster.Store.ScalarAsync<int>($"select count(*) from keyrotation.rotation where key_type = '{KeyType}' and state = 'completed' and from_version = 1 and to_version = 3") == 1,
            cluster.DescribeAsync, seconds: 180);
        Assert.That(await application.TerminateAsync(), Is.Zero, application.Output);

        var stopped = await application.WaitForAsync("stopped");
        var rows = await TokenRows.ReadAsync(cluster);
        var versions = await cluster.Store.QueryAsync($"select version, state from keyrotation.key_version where key_type = '{KeyType}' order by version");
        Assert.Multiple(() =>
        {
            Assert.That(stopped.GetProperty("failed").GetInt64(), Is.Zero, application.Output);
            Assert.That(rows.Count - ServerCluster.Rows, Is.EqualTo(stopped.GetProperty("sealed").GetInt64()));
            Assert.That(rows.Wrong, Is.Empty);
            Assert.That(rows.Versions, Is.EqualTo(new[] { 3 }));
            Assert.That(versions.Select(row => (row[0], row[1])), Is.EqualTo(new[] { (1, "grace"), (2, "grace"), (3, "active") }));
        });
        Assert.That(await cluster.Store.ScalarAsync<int>("select count(*) from keyrotation.audit_event where action = 'store.restored'"), Is.EqualTo(1), "Found by one of the two.");
        Assert.That(await cluster.Store.ScalarAsync<int>("select count(*) from keyrotation.consumer where name = 'sample-application' and signed_off_at is not null"), Is.EqualTo(1));
        foreach (var node in nodes)
            Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
        await cluster.RunAsync("audit", "verify");
    }

    /// <summary>With the rows of a node that is alive then, and gone when they are put back.</summary>
    private static async Task<StoreCopy> CopyBesideANodeAsync(ServerCluster cluster)
    {
        var node = cluster.Start("run");
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>("select count(*) from keyrotation.qrtz_scheduler_state") == 1, cluster.DescribeAsync);
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>("select count(*) from keyrotation.audit_seal") > 0, cluster.DescribeAsync);
        var copy = await StoreCopy.TakeAsync(cluster.Store);
        await node.KillAsync();
        return copy;
    }
}
