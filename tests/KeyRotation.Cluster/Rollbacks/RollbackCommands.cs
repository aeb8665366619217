using KeyRotation.Cluster.Applications;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Cluster.Rollbacks;

/// <summary>A rollback by the command line, from the outside.</summary>
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class RollbackCommands(DatabaseKind kind)
{
    private const int Failed = 1;

    [Test]
    public async Task The_command_rolls_back_and_watch_follows_it_to_its_end()
    {
        await using var cluster = await RollbackCluster.CreateAsync(kind, rows: 10_000);
        await cluster.StartAsync();
        await cluster.UntilKeysAreThereAsync();
        var id = await cluster.FailWhileVerifyingAsync();

        var unreasoned = await cluster.TryRunAsync("rotations", "rollback", id);
        var begun = await cluster.RunAsync("rotations", "rollback", id, "--reason", "a terminal refuses the new key", "-o", "json");
        var watched = await cluster.RunAsync("rotations", "watch", id);
        var again = await cluster.RunAsync("rotations", "rollback", id, "--reason", "once more", "-o", "json");

        Assert.Multiple(() =>
        {
            Assert.That(unreasoned.ExitCode, Is.Not.Zero, unreasoned.Output);
            Assert.That(unreasoned.Output, Does.Contain("reason"));
            Assert.That(begun, Does.Contain("\"state\": \"rolling_back\"").And.Contain("\"rollback_by\": \"olga\"").And.Contain("a terminal refuses the new key"));
            Assert.That(watched, Does.Contain("rolled_back"));
            Assert.That(again, Does.Contain("\"state\": \"rolled_back\"").And.Contain("a terminal refuses the new key"));
        });
    }

    [Test]
    public async Task A_refusal_says_why_and_what_to_do()
    {
        await using var cluster = await RollbackCluster.CreateAsync(kind);
        await cluster.StartAsync();
        await cluster.UntilKeysAreThereAsync();
        var id = await cluster.FailWhileVerifyingAsync();
        await cluster.Store.ExecuteAsync($"update keyrotation.key_version set state = 'disabled' where key_type = '{RollbackCluster.KeyType}' and version = 1");

        var refused = await cluster.TryRunAsync("rotations", "rollback", id, "--reason", "a test");

        Assert.That(refused.ExitCode, Is.EqualTo(Failed), refused.Output);
        Assert.That(refused.Output, Does.Contain("enable it first: `keyrotation keys enable token_encryption 1`"));
    }

    [Test]
    public async Task An_application_that_writes_all_the_time_loses_no_row_and_goes_back_with_it()
    {
        await using var cluster = await RollbackCluster.CreateAsync(kind, rows: 20_000);
        var node = await cluster.StartAsync();
        await cluster.UntilKeysAreThereAsync();
        var application = cluster.StartApplication("--Application:RowsPerSecond=100");
        await application.WaitForAsync("progress");
        var id = await cluster.FailWhileVerifyingAsync();

        await cluster.RunAsync("rotations", "rollback", id, "--reason", "a terminal refuses the new key");
        await cluster.UntilAsync($"keyrotation.rotation where rotation_id = '{id}' and state = 'rolled_back'");
        Assert.That(await application.TerminateAsync(), Is.Zero, application.Output);

        var stopped = await application.WaitForAsync("stopped");
        var rows = await TokenRows.ReadAsync(cluster.Store, cluster.Configure);
        Assert.Multiple(() =>
        {
            Assert.That(stopped.GetProperty("failed").GetInt64(), Is.Zero, application.Output);
            Assert.That(rows.Count - cluster.Rows, Is.EqualTo(stopped.GetProperty("sealed").GetInt64()));
            Assert.That(rows.Wrong, Is.EqualTo(new[] { (long)RollbackCluster.BrokenRow }));
            Assert.That(rows.Versions, Is.EqualTo(new[] { 1 }));
        });
        Assert.That(await cluster.VersionsAsync(), Is.EqualTo("1 active, 2 grace"));
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
        await cluster.RunAsync("audit", "verify");
    }
}
