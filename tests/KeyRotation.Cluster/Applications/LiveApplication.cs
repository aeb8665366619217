using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Applications;

/// <summary>An application that writes and reads all the time while its key is rotated beneath it.</summary>
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class LiveApplication(DatabaseKind kind)
{
    private const string KeyType = "token_encryption";
    private const string CompletedRotations = $"select count(*) from keyrotation.rotation where key_type = '{KeyType}' and state = 'completed' and from_version = 1";

    [Test]
    public async Task Writing_all_the_time_loses_no_row_and_ends_under_the_new_version()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        await cluster.RunAsync("adopt", KeyType, "oauth-tokens");
        var application = cluster.StartApplication("--Application:RowsPerSecond=100");
        await application.WaitForAsync("progress");
        await cluster.AgeAsync(KeyType, 200);

        var node = cluster.Start("run");
        var changed = await application.WaitForAsync("activation_changed");
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>(CompletedRotations) == 1, cluster.DescribeAsync);
        Assert.That(await application.TerminateAsync(), Is.Zero, application.Output);

        var stopped = await application.WaitForAsync("stopped");
        var rows = await TokenRows.ReadAsync(cluster);
        Assert.Multiple(() =>
        {
            Assert.That(changed.GetProperty("version").GetInt32(), Is.EqualTo(2));
            Assert.That(stopped.GetProperty("failed").GetInt64(), Is.Zero, application.Output);
            Assert.That(rows.Count - ServerCluster.Rows, Is.EqualTo(stopped.GetProperty("sealed").GetInt64()));
            Assert.That(rows.Wrong, Is.Empty);
            Assert.That(rows.Versions, Is.EqualTo(new[] { 2 }));
        });
        Assert.That(await cluster.Store.ScalarAsync<int>("select count(*) from keyrotation.consumer where name = 'sample-application' and signed_off_at is not null"), Is.EqualTo(1));
        Assert.That(await cluster.Store.ScalarAsync<long>("select sum(seals) from keyrotation.consumer_usage u join keyrotation.consumer c on c.consumer_id = u.consumer_id where c.name = 'sample-application'"),
            Is.EqualTo(stopped.GetProperty("sealed").GetInt64()));
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
    }

    [Test]
    public async Task Suspended_across_a_rotation_it_is_waited_for_by_name_until_it_goes_on()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        await cluster.RunAsync("adopt", KeyType, "oauth-tokens");
        var application = cluster.StartApplication("--Application:RowsPerSecond=100", "--KeyRotation:Store:ConsumerLeaseSeconds=120");
        await application.WaitForAsync("progress");
        await application.SuspendAsync();
        await cluster.AgeAsync(KeyType, 200);

        var node = cluster.Start("run");
        await node.WaitForLineAsync("Version 2 is not yet held by sample-application on ");
        await Poll.UntilAsync(
            async () => await cluster.Store.ScalarAsync<int>($"select count(*) from keyrotation.rotation where key_type = '{KeyType}' and state = 'propagating' and hold = 'consumers'") == 1, cluster.DescribeAsync);
        var active = await cluster.Store.ScalarAsync<int>($"select version from keyrotation.key_version where key_type = '{KeyType}' and state = 'active'");
        await application.ResumeAsync();
        await application.WaitForAsync("activation_changed");
        await Poll.UntilAsync(async () => await cluster.Store.ScalarAsync<int>(CompletedRotations) == 1, cluster.DescribeAsync);
        Assert.That(await application.TerminateAsync(), Is.Zero, application.Output);

        var stopped = await application.WaitForAsync("stopped");
        var rows = await TokenRows.ReadAsync(cluster);
        Assert.Multiple(() =>
        {
            Assert.That(active, Is.EqualTo(1));
            Assert.That(stopped.GetProperty("failed").GetInt64(), Is.Zero, application.Output);
            Assert.That(rows.Count - ServerCluster.Rows, Is.EqualTo(stopped.GetProperty("sealed").GetInt64()));
            Assert.That(rows.Wrong, Is.Empty);
            Assert.That(rows.Versions, Is.EqualTo(new[] { 2 }));
        });
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
    }
}
