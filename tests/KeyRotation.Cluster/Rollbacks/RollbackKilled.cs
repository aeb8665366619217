using System.Net;
using KeyRotation.Encryption;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Rollbacks;

/// <summary>
/// The node is killed at each place of a rollback at which something is committed, and another process goes on: mostly behind the COMMIT on
/// PostgreSQL, before it on SQLite, whose one writer makes a difference. InterruptionContract has the rest, without processes.
/// </summary>
public sealed class RollbackKilled
{
    private const int Killed = 137;

    [TestCase(DatabaseKind.PostgreSql, "audit:rotation.rollback_started:after-commit=kill")]
    [TestCase(DatabaseKind.PostgreSql, "audit:key.activated:after-commit=kill")]
    [TestCase(DatabaseKind.PostgreSql, "batch:after-commit=kill@3")]
    [TestCase(DatabaseKind.PostgreSql, "audit:rotation.rolled_back:after-commit=kill")]
    [TestCase(DatabaseKind.Sqlite, "audit:rotation.rollback_started:after-commit=kill")]
    [TestCase(DatabaseKind.Sqlite, "audit:key.activated:before-commit=kill")]
    [TestCase(DatabaseKind.Sqlite, "batch:before-commit=kill@3")]
    public async Task Killed_there_it_goes_on_and_every_row_is_back(DatabaseKind kind, string failpoint)
    {
        await using var cluster = await RollbackCluster.CreateAsync(kind);
        var node = await cluster.StartAsync();
        await cluster.UntilKeysAreThereAsync();
        var id = await cluster.FailWhileVerifyingAsync();
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);

        await KillAndGoOnAsync(cluster, id, failpoint);

        Assert.That(await cluster.VersionsAsync(), Is.EqualTo("1 active, 2 grace"));
        Assert.That(await cluster.Store.ScalarAsync<long>($"select sum(rows_verified) from {cluster.Store.Schema}migration_range where kind = 'verify_roll_back' and pass = (select max(pass) from {cluster.Store.Schema}migration_range)"),
            Is.EqualTo(cluster.Rows - 1), "Each row but the broken one was opened under the version that is active again.");
        Assert.That(await VersionsOfRowsAsync(cluster), Is.EqualTo(new[] { 1 }));
        Assert.That(await cluster.Store.QueryAsync($"select version from {cluster.Store.Schema}activation where key_type = '{RollbackCluster.KeyType}' order by number"), Has.Count.EqualTo(3), "Activated once, and once again.");
    }

    [TestCase(DatabaseKind.Sqlite, "audit:rotation.rolled_back:before-commit=kill")]
    public async Task Killed_while_a_pending_version_is_withdrawn_it_is_disabled_and_no_data_moves(DatabaseKind kind, string failpoint)
    {
        await using var cluster = await RollbackCluster.CreateAsync(kind);
        var node = await cluster.StartAsync();
        await cluster.UntilKeysAreThereAsync();
        var id = await cluster.FailBeforeActivationAsync();
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);

        await KillAndGoOnAsync(cluster, id, failpoint);

        Assert.That(await cluster.VersionsAsync(), Is.EqualTo("1 active, 2 disabled"));
        Assert.That(await cluster.CountAsync($"{cluster.Store.Schema}migration_range where work_id = '{id}'"), Is.Zero);
    }

    private static async Task KillAndGoOnAsync(RollbackCluster cluster, string id, string failpoint)
    {
        var killed = await cluster.StartAsync(failpoint);
        await cluster.TryRollBackAsync(id);
        Assert.That(await killed.WaitForExitAsync(), Is.EqualTo(Killed), killed.Output);

        await cluster.StartAsync();
        // The claim of the killed process may not be over yet.
        await Poll.UntilAsync(async () => await cluster.TryRollBackAsync(id) == HttpStatusCode.Accepted, cluster.DescribeAsync);
        await cluster.UntilAsync($"{cluster.Store.Schema}rotation where rotation_id = '{id}' and state = 'rolled_back' and ended_at is not null and hold is null");

        Assert.That(await cluster.CountAsync($"{cluster.Store.Schema}audit_event where action = 'rotation.rollback_started'"), Is.EqualTo(1), "Asked for twice, it began once.");
        Assert.That(await cluster.CountAsync($"{cluster.Store.Schema}audit_event where action = 'rotation.rolled_back'"), Is.EqualTo(1));
    }

    private static async Task<IEnumerable<int>> VersionsOfRowsAsync(RollbackCluster cluster) =>
        (await cluster.Store.QueryAsync($"select access_token from {cluster.Table}")).Select(row =>
        {
            EnvelopeText.TryDecode((string)row[0]!, out var envelope);
            Envelope.TryReadHeader(envelope, out var header);
            return (int)header.KeyVersion;
        }).Distinct();
}
