using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Pauses;
using KeyRotation.Rotations;
using KeyRotation.Status;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>What holds a rollback, and what a rollback holds.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class HoldContract(DatabaseKind kind) : RollbackFixture(kind)
{
    [Test]
    public async Task Detection_leaves_the_key_type_alone_after_a_rollback_until_an_operator_schedules()
    {
        await RolledBackAsync();

        await Get<KeyAssessment>().OpenDueAsync(KeyType, CancellationToken.None);
        var openedWhileHeld = await Rotations.FindOpenAsync(KeyType, CancellationToken.None);
        var scheduled = await Get<RotationRequests>().ScheduleAsync(new ScheduleRequest(KeyType, RotationTrigger.PlannedMaintenance, null, "once more", null, "olga"), CancellationToken.None);
        await Get<RotationRecovery>().CancelAsync(scheduled.Value!.Id, "", "olga", emergencies: false, CancellationToken.None);
        await Get<KeyAssessment>().OpenDueAsync(KeyType, CancellationToken.None);

        Assert.That(openedWhileHeld, Is.Null);
        Assert.That((await Rotations.FindOpenAsync(KeyType, CancellationToken.None))?.Trigger, Is.EqualTo(RotationTrigger.SeverelyOverdue));
    }

    [Test]
    public async Task Or_until_the_days_are_over()
    {
        var ended = await RolledBackAsync();
        var (_, upcoming) = await Get<UpcomingReader>().ReadAsync(CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set ended_at = '2026-01-01 00:00:00' where rotation_id = '{ended.Id}'");

        await Get<KeyAssessment>().OpenDueAsync(KeyType, CancellationToken.None);

        Assert.That(upcoming.Single(next => next.KeyType == KeyType).At, Is.GreaterThanOrEqualTo(ended.EndedAt!.Value.AddDays(7)));
        Assert.That(await Rotations.FindOpenAsync(KeyType, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task The_days_are_those_of_the_configuration()
    {
        await RolledBackAsync();
        Options.Scheduler.RollbackHoldDays = 0;
        await RestartAsync();

        await Get<KeyAssessment>().OpenDueAsync(KeyType, CancellationToken.None);

        Assert.That(await Rotations.FindOpenAsync(KeyType, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task A_routine_rotation_is_rolled_back_outside_the_window_and_not_through_a_pause()
    {
        var failed = await FailWhileMigratingAsync();
        await Store.ExecuteAsync($"update {Store.Schema}rotation set priority = 'normal', outside_window = 0 where ended_at is null");
        await Get<PauseService>().PauseAsync(KeyType, "an upgrade", null, "anna", CancellationToken.None);
        await RollBackAsync(failed.Id);

        var paused = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        await Store.ExecuteAsync($"delete from {Store.Schema}pause");
        var ended = await RunAsync();

        Assert.That((paused as RotationProgress.Waiting)?.Hold, Is.EqualTo(Hold.Paused));
        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), $"{ended.Hold} {ended.HoldDetail} {ended.LastError}");
    }

    [Test]
    public async Task Without_a_slot_the_predecessor_is_active_again_and_only_the_data_wait_for_one()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        var others = new[] { RotationId.New(TimeProvider.System.GetUtcNow()), RotationId.New(TimeProvider.System.GetUtcNow()) };
        for (var slot = 1; slot <= 2; slot++)
            await Get<ISlotStore>().TryTakeAsync(slot, others[slot - 1], CancellationToken.None);

        var waiting = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        var versions = await VersionsAsync();
        var ranges = (await Get<IMigrationStore>().ListRangesAsync(failed.Id.Value, CancellationToken.None)).Count(range => range.Kind == RangeKind.RollBack);
        await Store.ExecuteAsync($"update {Store.Schema}claim set expires_at = '2026-01-01 00:00:00' where name like 'slot:%'");
        var ended = await RunAsync();

        Assert.That(((waiting as RotationProgress.Waiting)?.Hold, ranges), Is.EqualTo(((Hold?)Hold.NoSlot, 0)));
        Assert.That(versions, Is.EqualTo(new[] { (1, KeyVersionState.Active), (2, KeyVersionState.Grace) }));
        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
    }

    [Test]
    public async Task The_views_show_what_goes_back_and_who_said_so()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        await RunAsync();
        var ops = Kind == DatabaseKind.Sqlite ? "ops_" : "ops.";

        var history = (await Store.QueryAsync($"select state, rollback_by, rollback_reason from {ops}v_rotation_history where rotation_id = '{failed.Id}'")).Single();
        var progress = (await Store.QueryAsync($"select to_version, step, pass, rows_read, rows_rewritten from {ops}v_migration_progress where work_id = '{failed.Id}'")).Single();

        Assert.That(history, Is.EqualTo(new object[] { "rolled_back", "olga", "the new key does not work" }));
        Assert.That(string.Join(" ", progress.Take(2)), Is.EqualTo("1 finished"));
        Assert.That(string.Join(" ", progress.Skip(3)), Is.EqualTo($"{Rows} 50"));
    }

    [Test]
    public async Task Totals_count_it_among_the_failed()
    {
        await RolledBackAsync();

        var totals = await Rotations.TotalsAsync(CancellationToken.None);

        Assert.That((totals.Completed, totals.Failed), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public async Task The_next_rotation_goes_on_from_the_predecessor_with_a_number_of_its_own()
    {
        await RolledBackAsync();

        var next = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;

        Assert.That((next.State, next.FromVersion, next.ToVersion), Is.EqualTo((RotationState.Completed, (int?)1, (int?)3)), next.LastError);
        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { (1, KeyVersionState.Grace), (2, KeyVersionState.Grace), (3, KeyVersionState.Active) }));
        await AssertAllUnderAsync(version: 3);
    }

    /// <summary>Its key is severely overdue.</summary>
    private async Task<Rotation> RolledBackAsync()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        var ended = await RunAsync();
        await Store.ExecuteAsync($"update {Store.Schema}key_version set activated_at = '2025-01-01 00:00:00' where key_type = '{KeyType}' and state = 'active'");
        return ended;
    }
}
