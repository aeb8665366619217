using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>Rollbacks that are refused change nothing; those that are asked for twice happen once.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class RefusalContract(DatabaseKind kind) : RollbackFixture(kind)
{
    [TestCase("compromised_at = '2026-01-01 00:00:00'", "predecessor_compromised", "is marked compromised")]
    [TestCase("state = 'disabled', disabled_at = '2026-01-01 00:00:00'", "predecessor_disabled", "enable it first")]
    [TestCase("state = 'retired', wrapped_record = null", "predecessor_retired", "no online copy of it is left")]
    public async Task A_predecessor_that_cannot_encrypt_again_is_refused_and_nothing_changes(string predecessor, string code, string detail)
    {
        var failed = await FailWhileMigratingAsync();
        await Store.ExecuteAsync($"update {Store.Schema}key_version set {predecessor} where key_type = '{KeyType}' and version = 1");

        var refused = await RollBackAsync(failed.Id);

        Assert.Multiple(() =>
        {
            Assert.That((refused.Refusal?.Kind, refused.Refusal?.Code, refused.Refusal?.Rotation), Is.EqualTo(((RefusalKind?)RefusalKind.Conflict, code, (RotationId?)failed.Id)));
            Assert.That(refused.Refusal?.Detail, Does.Contain(detail));
        });
        Assert.That((await Rotations.FindAsync(failed.Id, CancellationToken.None))!.State, Is.EqualTo(RotationState.Failed));
        Assert.That(await StartedAsync(), Is.Zero);
    }

    [Test]
    public async Task One_that_is_at_work_is_refused()
    {
        await RotateAsync(KeyType);
        var open = await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        Assert.That((await RollBackAsync(open.Id)).Refusal?.Code, Is.EqualTo("rotation_not_failed"));
    }

    [Test]
    public async Task One_that_has_completed_is_refused()
    {
        var ended = (RotationProgress.Ended)await RotateAsync(KeyType);

        Assert.That((await RollBackAsync(ended.Rotation.Id)).Refusal?.Code, Is.EqualTo("rotation_ended"));
    }

    [Test]
    public async Task One_that_nobody_knows_is_refused() =>
        Assert.That((await RollBackAsync(new RotationId(Guid.NewGuid()))).Refusal?.Kind, Is.EqualTo(RefusalKind.NotFound));

    [Test]
    public async Task A_first_key_has_nothing_to_go_back_to()
    {
        await AddSilentConsumerAsync();
        await RotateAsync(KeyType);
        var failed = await FailAsync("nobody answered");

        Assert.That((await RollBackAsync(failed.Id)).Refusal?.Code, Is.EqualTo("no_predecessor"));
    }

    [Test]
    public async Task Asked_for_twice_it_begins_once_and_both_are_answered_with_the_same_state()
    {
        var failed = await FailWhileMigratingAsync();

        await RollBackAsync(failed.Id);
        var second = await Get<RotationRollback>().RollBackAsync(failed.Id, "once more", "otto", CancellationToken.None);
        await RunAsync();
        var third = await RollBackAsync(failed.Id);

        Assert.Multiple(() =>
        {
            Assert.That((second.Value?.State, second.Value?.Rollback?.By), Is.EqualTo(((RotationState?)RotationState.RollingBack, "olga")));
            Assert.That(third.Value?.State, Is.EqualTo(RotationState.RolledBack));
        });
        Assert.That(await StartedAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Many_at_once_begin_it_once()
    {
        var failed = await FailWhileMigratingAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RollBackAsync(failed.Id)));

        Assert.That(replies.Select(reply => reply.IsRefused ? reply.Refusal.Code : $"{reply.Value.State}").Distinct(), Is.SubsetOf(new[] { "RollingBack", "rotation_in_hand" }));
        Assert.That(await StartedAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task In_somebodys_hands_it_is_refused_for_the_moment_and_answered_once_it_has_begun()
    {
        var failed = await FailWhileMigratingAsync();
        var claim = (await Get<IClaimStore>().TryTakeAsync(RotationClaim.Of(KeyType), CancellationToken.None))!;

        var refused = await RollBackAsync(failed.Id);
        await Get<IClaimStore>().ReleaseAsync(claim, CancellationToken.None);
        await RollBackAsync(failed.Id);
        var held = (await Get<IClaimStore>().TryTakeAsync(RotationClaim.Of(KeyType), CancellationToken.None))!;
        var answered = await RollBackAsync(failed.Id);
        await Get<IClaimStore>().ReleaseAsync(held, CancellationToken.None);

        Assert.That((refused.Refusal?.Code, answered.Value?.State), Is.EqualTo(("rotation_in_hand", (RotationState?)RotationState.RollingBack)));
    }

    [Test]
    public async Task A_rollback_that_failed_before_the_predecessor_was_active_again_is_not_accepted()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        var stopped = await FailAsync("the key-encryption key is away");

        var reply = await Get<RotationRecovery>().AcceptAsync(stopped.Id, "a test", "tester", CancellationToken.None);

        Assert.That((stopped.FailedIn, stopped.ReactivatedAt, reply.Refusal?.Code), Is.EqualTo(((RotationState?)RotationState.RollingBack, (DateTimeOffset?)null, "rotation_not_acceptable")));
    }

    [Test]
    public async Task What_rolls_back_is_neither_cancelled_nor_retried_nor_accepted()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        var recovery = Get<RotationRecovery>();

        Assert.That((await recovery.CancelAsync(failed.Id, "", "tester", emergencies: true, CancellationToken.None)).Refusal?.Code, Is.EqualTo("rotation_activated"));
        Assert.That((await recovery.RetryAsync(failed.Id, new RetryAdjustments(), "tester", CancellationToken.None)).Refusal?.Code, Is.EqualTo("rotation_not_failed"));
        Assert.That((await recovery.AcceptAsync(failed.Id, "a test", "tester", CancellationToken.None)).Refusal?.Code, Is.EqualTo("rotation_not_failed"));
    }

    [Test]
    public async Task A_predecessor_that_is_disabled_while_it_is_waited_for_fails_the_rollback_which_goes_on_once_it_is_enabled()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        await Store.ExecuteAsync($"update {Store.Schema}key_version set state = 'disabled' where key_type = '{KeyType}' and version = 1");

        var stopped = await RunAsync();
        var refused = await RollBackAsync(failed.Id);
        await Store.ExecuteAsync($"update {Store.Schema}key_version set state = 'grace' where key_type = '{KeyType}' and version = 1");
        await RollBackAsync(failed.Id);
        var ended = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That((stopped.State, stopped.FailedIn), Is.EqualTo((RotationState.Failed, (RotationState?)RotationState.RollingBack)));
            Assert.That(stopped.LastError, Does.Contain("enable it first"));
            Assert.That(refused.Refusal?.Code, Is.EqualTo("predecessor_disabled"));
            Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        });
        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { (1, KeyVersionState.Active), (2, KeyVersionState.Grace) }));
    }

    private Task<long> StartedAsync() => Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event where action = 'rotation.rollback_started'");
}
