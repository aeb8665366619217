using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>Ciphertexts that do not open, and a rollback.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class QuarantineContract(DatabaseKind kind) : RollbackFixture(kind)
{
    [Test]
    public async Task What_does_not_name_the_version_that_is_rolled_back_is_in_nobodys_way_and_stays_listed()
    {
        var failed = await FailWhileVerifyingAsync([1, 2, 3]);

        await RollBackAsync(failed.Id);
        var ended = await RunAsync();

        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        var listed = await Get<IMigrationStore>().ListQuarantinedAsync(failed.Id.Value, 10, CancellationToken.None);
        Assert.That(listed.Select(cell => (cell.KeyVersion, cell.Reason)), Is.EqualTo(new[] { ((long?)null, "unknown_format") }));
        Assert.That((await ReadAsync()).Where(row => row.Key != 7).Select(row => row.Value.Version), Is.All.EqualTo(1));
    }

    [Test]
    public async Task What_names_the_version_that_is_rolled_back_fails_the_rollback_until_it_is_repaired()
    {
        var failed = await FailWhileVerifyingAsync(null);

        await RollBackAsync(failed.Id);
        var stopped = await RunAsync();
        var again = await Get<RotationRecovery>().RetryAsync(failed.Id, new RetryAdjustments(), "tester", CancellationToken.None);
        var stillStopped = await RunAsync();
        await WriteAsync(7, "plaintext 7");
        await RollBackAsync(failed.Id);
        var ended = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That((stopped.State, stopped.FailedIn), Is.EqualTo((RotationState.Failed, (RotationState?)RotationState.RollingBack)));
            Assert.That(stopped.LastError, Does.Contain("1 ciphertexts under version 2, which is rolled back, do not open"));
            Assert.That(again.Value?.State, Is.EqualTo(RotationState.RollingBack), "A retry keeps the direction.");
            Assert.That(stillStopped.State, Is.EqualTo(RotationState.Failed));
            Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        });
        await AssertAllUnderAsync(version: 1);
    }

    [Test]
    public async Task Begun_again_without_a_repair_it_fails_again()
    {
        var failed = await FailWhileVerifyingAsync(null);
        await RollBackAsync(failed.Id);
        await RunAsync();

        await RollBackAsync(failed.Id);
        var again = await RunAsync();

        Assert.That((again.State, again.FailedIn), Is.EqualTo((RotationState.Failed, (RotationState?)RotationState.RollingBack)));
    }

    [Test]
    public async Task Accepted_by_an_officer_it_is_rolled_back_in_part_and_the_row_stays_listed()
    {
        var failed = await FailWhileVerifyingAsync(null);
        await RollBackAsync(failed.Id);
        await RunAsync();

        var accepted = await Get<RotationRecovery>().AcceptAsync(failed.Id, "a customer who has left", "olga", CancellationToken.None);

        Assert.That((accepted.Value?.State, accepted.Value?.Outcome), Is.EqualTo(((RotationState?)RotationState.RolledBack, (RotationOutcome?)RotationOutcome.Partial)));
        Assert.That(await Get<IMigrationStore>().CountQuarantinedUnderAsync(failed.Id.Value, 2, CancellationToken.None), Is.EqualTo(1));
    }

    [Test]
    public async Task A_rollback_that_failed_before_it_had_swept_everything_is_not_accepted()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        await FailAsync("the database was away");

        var refused = await Get<RotationRecovery>().AcceptAsync(failed.Id, "a test", "olga", CancellationToken.None);

        Assert.That(refused.Refusal?.Code, Is.EqualTo("rotation_not_acceptable"));
    }

    /// <summary>Row 7 does not open: it is these bytes, or another row's ciphertext under version 2 where there are none.</summary>
    private async Task<Rotation> FailWhileVerifyingAsync(byte[]? broken)
    {
        await RotateAsync(KeyType);
        await InsertAsync(Rows);
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral(broken ?? [1, 2, 3])} where id = 7");
        var failed = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;
        Assert.That((failed.State, failed.FailedIn), Is.EqualTo((RotationState.Failed, (RotationState?)RotationState.Verifying)));
        if (broken is null)
            await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral(Seal(8, "plaintext 8"))} where id = 7");
        return failed;
    }
}
