using KeyRotation.Audit;
using KeyRotation.Storage;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Databases;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class TransactionContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly Statement Terminate = new("select pg_terminate_backend(pg_backend_pid())");
    private static readonly Statement TakeClaim = new("insert into keyrotation.claim (name, holder, epoch, expires_at) values (@name, 'tester', 1, {now})");

    [Test]
    public async Task One_whose_connection_was_cut_is_run_again_from_its_start()
    {
        if (Kind != DatabaseKind.PostgreSql)
            Assert.Ignore($"{Kind} has no statement by which a session cuts its own connection.");
        var attempts = 0;

        await Get<ControlStore>().Database.InTransactionAsync(async session =>
        {
            await session.ExecuteAsync(TakeClaim, new { name = $"attempt {++attempts}" });
            if (attempts == 1)
                await session.ExecuteAsync(Terminate);
        }, CancellationToken.None);

        var claims = await Store.QueryAsync($"select name from {Store.Schema}claim");
        Assert.That(claims.Select(row => row[0]), Is.EqualTo(new[] { "attempt 2" }), "Nothing of the first attempt is left.");
    }

    [Test]
    public async Task One_that_fails_for_good_is_never_run_again()
    {
        var attempts = 0;

        await Assert.CatchAsync<System.Data.Common.DbException>(() => Get<ControlStore>().Database.InTransactionAsync(async session =>
        {
            attempts++;
            await session.ExecuteAsync(TakeClaim, new { name = "twice" });
            await session.ExecuteAsync(TakeClaim, new { name = "twice" });
        }, CancellationToken.None));

        Assert.That(attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_change_whose_commit_was_not_answered_is_found_by_its_event_and_not_repeated()
    {
        if (Kind == DatabaseKind.Sqlite)
            Assert.Ignore("SQLite is in this process: its COMMIT always answers.");
        var store = Get<ControlStore>();
        var @event = new AuditEvent { EventId = Guid.NewGuid(), OccurredAt = DateTimeOffset.UnixEpoch, Action = AuditActions.RotationExecuted, Outcome = AuditOutcome.Success, Actor = "tester" };
        var changes = 0;

        await store.CommitAsync(null, @event, async session =>
        {
            changes++;
            // What the server did before the network lost its answer.
            await store.CommitAsync(null, @event, other => other.ExecuteAsync(TakeClaim, new { name = "once" }), CancellationToken.None);
            throw new TimeoutException("The reply to COMMIT was lost.");
        }, CancellationToken.None);

        Assert.That(changes, Is.EqualTo(1));
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}claim where name = 'once'"), Is.EqualTo(1));
    }
}
