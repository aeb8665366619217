using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>What comes between a rollback and its end.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class InterruptionContract(DatabaseKind kind) : RollbackFixture(kind)
{
    private long _fresh;

    [Test]
    public async Task Stopped_between_two_batches_another_process_goes_on_behind_the_last_one()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        using var stop = new CancellationTokenSource();
        Interception.AfterCommit = stop.Cancel;
        await Assert.CatchAsync<OperationCanceledException>(() => Get<RotationService>().RunAsync(KeyType, stop.Token));
        await RestartAsync();

        var ended = await RunAsync();

        var ranges = await Get<IMigrationStore>().ListRangesAsync(failed.Id.Value, CancellationToken.None);
        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        Assert.That(ranges.Where(range => range.Kind == RangeKind.RollBack).Select(range => (range.Pass, range.ToVersion, range.RowsRead, range.RowsRewritten)),
            Is.EqualTo(new[] { (1, (int?)1, (long)Rows, 50L) }), "Only what was under version 2 was rewritten, once.");
        Assert.That(ranges.Single(range => range.Kind == RangeKind.Migrate).FinishedAt, Is.Null, "What it failed with is left as it was.");
        await AssertAllUnderAsync(version: 1);
    }

    [Test]
    public async Task A_consumer_that_does_not_answer_is_waited_for_by_name_and_the_predecessor_encrypts_nothing_meanwhile()
    {
        var failed = await FailWhileMigratingAsync();
        await AddSilentConsumerAsync();
        await RollBackAsync(failed.Id);

        var waiting = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        var versions = await VersionsAsync();
        var held = await Rotations.FindAsync(failed.Id, CancellationToken.None);
        await RemoveSilentConsumerAsync();
        var ended = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That((waiting as RotationProgress.Waiting)?.Hold, Is.EqualTo(Hold.Consumers));
            Assert.That(held!.HoldDetail, Is.EqualTo("Version 1, which is to be active again, is not yet held by silent on elsewhere."));
            Assert.That(versions, Is.EqualTo(new[] { (1, KeyVersionState.Grace), (2, KeyVersionState.Active) }));
            Assert.That((ended.State, ended.Hold), Is.EqualTo((RotationState.RolledBack, (Hold?)null)), ended.LastError);
        });
    }

    [Test]
    public async Task Of_an_emergency_too_nobody_is_gone_on_without_however_long_it_takes()
    {
        var failed = await FailWhileMigratingAsync();
        await AddSilentConsumerAsync();
        await RollBackAsync(failed.Id);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set priority = 'emergency', propagating_since = '2026-01-01 00:00:00' where ended_at is null");

        var waiting = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        Assert.That((waiting as RotationProgress.Waiting)?.Hold, Is.EqualTo(Hold.Consumers));
    }

    [Test]
    public async Task A_consumer_that_does_not_acknowledge_the_reactivation_keeps_the_sweeps_waiting()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        var once = false;
        Interception.AfterRead = async () =>
        {
            if (!once)
                await AddSilentConsumerAsync();
            once = true;
        };

        var waiting = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        var held = await Rotations.FindAsync(failed.Id, CancellationToken.None);
        await RemoveSilentConsumerAsync();
        var ended = await RunAsync();

        Assert.That((waiting as RotationProgress.Waiting)?.Hold, Is.EqualTo(Hold.Consumers));
        Assert.That(held!.HoldDetail, Does.StartWith("Activation 3 is not yet acknowledged by silent"));
        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        await AssertAllUnderAsync(version: 1);
    }

    [Test]
    public async Task A_writer_at_work_all_the_time_loses_nothing()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        Interception.AfterRead = async () =>
        {
            // In the batch that is in hand, ahead of it, behind it, and new rows at the end.
            foreach (var id in new[] { 3L, 60L, 120L })
                await WriteAsync(id, $"plaintext {id}");
            if (_fresh < 5)
                await InsertAsync(1, Rows + (int)_fresh++);
        };

        var ended = await RunAsync();
        Interception.AfterRead = () => Task.CompletedTask;

        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        await AssertAllUnderAsync(version: 1, Rows + (int)_fresh);
    }

    [Test]
    public async Task A_row_that_was_written_under_the_version_that_is_rolled_back_behind_the_ranges_is_swept()
    {
        var failed = await FailWhileMigratingAsync();
        var late = BinaryLiteral(Seal(Rows, $"plaintext {Rows}"));
        await RollBackAsync(failed.Id);
        var reads = 0;
        Interception.AfterRead = async () =>
        {
            // Behind the last batch of the pass that migrates back.
            if (++reads == 3)
                await Store.ExecuteAsync($"insert into secrets (id, secret) values ({Rows}, {late})");
        };

        var ended = await RunAsync();

        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        await AssertAllUnderAsync(version: 1, Rows + 1);
    }

    [Test]
    public async Task A_node_that_takes_part_works_on_none_of_the_ranges_that_it_failed_with()
    {
        var failed = await FailWhileMigratingAsync();
        await AddSilentConsumerAsync();
        await RollBackAsync(failed.Id);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        Assert.That((await Get<ISlotStore>().TryTakeAsync(1, failed.Id, CancellationToken.None)), Is.Not.Null);
        var forward = (await Get<IMigrationStore>().ListRangesAsync(failed.Id.Value, CancellationToken.None)).Single();

        await Get<RangeShare>().TakePartAsync(failed.Id, CancellationToken.None);
        var taken = await Get<IMigrationStore>().TryTakeAsync(forward, CancellationToken.None);

        Assert.That((forward.IsFree, taken), Is.EqualTo((true, (RangeProgress?)null)));
        Assert.That((await ReadAsync()).Values.Count(row => row.Version == 2), Is.EqualTo(50), "Nothing was migrated forward.");
    }

    [Test]
    public async Task A_process_that_lost_the_claim_reactivates_nothing()
    {
        var failed = await FailWhileMigratingAsync();
        var claim = (await Get<IClaimStore>().TryTakeAsync(RotationClaim.Of(KeyType), CancellationToken.None))!;
        await Get<IClaimStore>().ReleaseAsync(claim, CancellationToken.None);
        await RollBackAsync(failed.Id);
        var rollingBack = (await Rotations.FindAsync(failed.Id, CancellationToken.None))!;
        var predecessor = (await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None))[0];
        var now = TimeProvider.System.GetUtcNow();

        await Assert.ThrowsAsync<ClaimLostException>(() => Rotations.ActivateAsync(new Fence(claim), rollingBack, rollingBack,
            new Activation(1, predecessor.CheckValue, now, now.AddDays(30)), RotationEvents.Reactivated(rollingBack, now), CancellationToken.None));

        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { (1, KeyVersionState.Grace), (2, KeyVersionState.Active) }));
    }

    [Test]
    public async Task An_emergency_in_its_middle_takes_over_and_every_row_ends_under_the_third_version()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        using var stop = new CancellationTokenSource();
        Interception.AfterCommit = stop.Cancel;
        await Assert.CatchAsync<OperationCanceledException>(() => Get<RotationService>().RunAsync(KeyType, stop.Token));
        Interception.AfterCommit = () => { };

        var opened = await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: true, "olga"), CancellationToken.None);
        var ended = await RunAsync();

        var superseded = (await Rotations.FindAsync(failed.Id, CancellationToken.None))!;
        Assert.Multiple(() =>
        {
            Assert.That((opened.Superseded, opened.CompromisedVersion), Is.EqualTo(((RotationId?)failed.Id, (int?)1)));
            Assert.That(superseded.State, Is.EqualTo(RotationState.Superseded));
            Assert.That((ended.Id, ended.State, ended.ToVersion), Is.EqualTo((opened.Id, RotationState.Completed, (int?)3)), ended.LastError);
        });
        await AssertAllUnderAsync(version: 3);
    }

    [Test]
    public async Task An_emergency_before_a_pending_version_is_withdrawn_takes_over_and_disables_it()
    {
        var failed = await FailBeforeActivationAsync();
        await RollBackAsync(failed.Id);

        await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: false, "olga"), CancellationToken.None);
        await RunAsync();

        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { (1, KeyVersionState.Grace), (2, KeyVersionState.Disabled), (3, KeyVersionState.Active) }));
    }

    [Test]
    public async Task Failing_in_passing_it_is_tried_again_by_itself_and_fails_with_its_direction_when_the_attempts_are_used_up()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        Interception.AfterRead = () => throw new TimeoutException("The table is locked.");
        var states = new List<RotationState>();
        for (var attempt = 0; attempt <= RetryPolicy.MaxRetries; attempt++)
        {
            states.Add((await RunAsync()).State);
            await Store.ExecuteAsync($"update {Store.Schema}rotation set next_attempt_at = null where ended_at is null");
        }
        var given = (await Rotations.FindAsync(failed.Id, CancellationToken.None))!;
        Interception.AfterRead = () => Task.CompletedTask;
        var retried = await Get<RotationRecovery>().RetryAsync(failed.Id, new RetryAdjustments(BatchSize: 20), "tester", CancellationToken.None);
        var ended = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That(states, Is.EqualTo(new[] { RotationState.RollingBack, RotationState.RollingBack, RotationState.RollingBack, RotationState.Failed }));
            Assert.That((given.FailedIn, given.LastError), Is.EqualTo(((RotationState?)RotationState.RollingBack, "The table is locked.")));
            Assert.That(retried.Value?.State, Is.EqualTo(RotationState.RollingBack));
            Assert.That((ended.State, ended.BatchSize), Is.EqualTo((RotationState.RolledBack, (int?)20)), ended.LastError);
        });
        await AssertAllUnderAsync(version: 1);
    }
}
