using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>Only what was swept to its end, in every registered target, may be accepted as partial.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class AcceptanceContract(DatabaseKind kind) : RollbackFixture(kind)
{
    [Test]
    public async Task A_rotation_that_failed_before_its_first_sweep_is_not_accepted()
    {
        await RotateAsync(KeyType);
        await InsertAsync(Rows);
        // Live since the first batch was read, and never answers: the rotation verifies, and may not sweep yet.
        Interception.AfterRead = async () =>
        {
            Interception.AfterRead = () => Task.CompletedTask;
            await AddSilentConsumerAsync();
        };
        await RotateAsync(KeyType);
        var failed = await FailAsync("nobody answered");
        Assume.That(failed.FailedIn, Is.EqualTo(RotationState.Verifying));

        var reply = await Get<RotationRecovery>().AcceptAsync(failed.Id, "a test", "olga", CancellationToken.None);

        Assert.That(reply.Refusal?.Code, Is.EqualTo("rotation_not_acceptable"));
    }

    [Test]
    public async Task A_rollback_is_not_accepted_while_a_target_that_came_behind_its_last_sweep_is_not_swept()
    {
        await RotateAsync(KeyType);
        await InsertAsync(Rows);
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral([1, 2, 3])} where id = 7");
        var failed = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral(Seal(8, "plaintext 8"))} where id = 7");
        await RollBackAsync(failed.Id);
        var stopped = await RunAsync();
        Assume.That(stopped.FailedIn, Is.EqualTo(RotationState.RollingBack));
        await Store.ExecuteAsync($"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at) values ('archive', '{KeyType}', '[]', '[\"secret\"]', '2026-01-01 00:00:00')");

        var reply = await Get<RotationRecovery>().AcceptAsync(failed.Id, "a test", "olga", CancellationToken.None);

        Assert.That(reply.IsRefused, Is.True);
    }
    [Test]
    public async Task What_was_repaired_since_is_listed_no_more_when_a_later_rotation_opened_everything()
    {
        await RotateAsync(KeyType);
        await InsertAsync(Rows);
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral([1, 2, 3])} where id = 7");
        var failed = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;
        await Get<RotationRecovery>().AcceptAsync(failed.Id, "a test", "olga", CancellationToken.None);
        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}quarantine"), Is.EqualTo(1));
        await Store.ExecuteAsync($"delete from secrets where id = 7");

        var ended = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;

        Assert.That(ended.Outcome, Is.EqualTo(RotationOutcome.Success));
        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}quarantine"), Is.Zero);
        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}audit_event where action = 'quarantine.cleared' and actor = 'scheduler'"), Is.EqualTo(1));
    }
}
