using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rotations;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class OperatorContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    [Test]
    public async Task Pages_of_rotations_follow_each_other_without_a_gap_or_a_repetition()
    {
        for (var rotation = 0; rotation < 5; rotation++)
            await RotateAsync(KeyType);
        var store = Get<IRotationStore>();

        var pages = new List<Rotation>();
        while (await store.ListAsync(new RotationFilter(KeyType, Before: pages.Count == 0 ? null : pages[^1].Id, Limit: 2), CancellationToken.None) is { Count: > 0 } page)
            pages.AddRange(page);

        Assert.Multiple(() =>
        {
            Assert.That(pages.Select(rotation => rotation.ToVersion), Is.EqualTo(new int?[] { 5, 4, 3, 2, 1 }));
            Assert.That(pages.Select(rotation => rotation.Id).Distinct().Count(), Is.EqualTo(5));
        });
    }

    [Test]
    public async Task Totals_count_what_was_opened_completed_and_failed()
    {
        await RotateAsync(KeyType);
        await RotateAsync("file_encryption");
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        var totals = await Get<IRotationStore>().TotalsAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That((totals.Scheduled, totals.Completed, totals.Failed), Is.EqualTo((3L, 2L, 0L)));
            Assert.That(totals.AverageDurationSeconds, Is.GreaterThan(0));
        });
    }

    [Test]
    public async Task A_second_rotation_is_refused_with_the_id_of_the_open_one()
    {
        var request = new ScheduleRequest(KeyType, RotationTrigger.PlannedMaintenance, null, "a test", null, "tester");
        var first = await Get<RotationRequests>().ScheduleAsync(request, CancellationToken.None);

        var second = await Get<RotationRequests>().ScheduleAsync(request, CancellationToken.None);

        Assert.That((second.Refusal?.Kind, second.Refusal?.Rotation), Is.EqualTo((RefusalKind.Conflict, (RotationId?)first.Value!.Id)));
    }

    [Test]
    public async Task Cancelled_before_its_start_a_rotation_leaves_no_version_and_makes_room_for_the_next()
    {
        var open = await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.NoActiveKey, "a test"), "tester", false, CancellationToken.None);

        var cancelled = await Get<RotationRecovery>().CancelAsync(open.Id, "not wanted", "tester", emergencies: false, CancellationToken.None);
        await RotateAsync(KeyType);

        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(cancelled.Value!.State, Is.EqualTo(RotationState.Cancelled));
            Assert.That(versions.Select(version => version.State), Is.EqualTo(new[] { KeyVersionState.Active }));
        });
    }

    [Test]
    public async Task Cancelled_while_it_propagates_its_version_is_disabled_and_the_number_is_never_used_again()
    {
        await RotateAsync(KeyType);
        await Store.ExecuteAsync($"insert into {Store.Schema}consumer (consumer_id, name, host, version, login, registered_at, lease_until) values ('{Guid.NewGuid():D}', 'silent', 'elsewhere', '1', 'app', '2026-01-01 00:00:00', '2999-01-01 00:00:00')");
        var waiting = (RotationProgress.Waiting)await RotateAsync(KeyType);

        var cancelled = await Get<RotationRecovery>().CancelAsync(waiting.Rotation.Id, "not wanted", "tester", emergencies: false, CancellationToken.None);
        await Store.ExecuteAsync($"delete from {Store.Schema}consumer where name = 'silent'");
        await RotateAsync(KeyType);

        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(waiting.Hold, Is.EqualTo(Hold.Consumers));
            Assert.That(cancelled.Value!.State, Is.EqualTo(RotationState.Cancelled));
            Assert.That(versions.Select(version => (version.Version, version.State)),
                Is.EqualTo(new[] { (1, KeyVersionState.Grace), (2, KeyVersionState.Disabled), (3, KeyVersionState.Active) }));
        });
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event where action = 'key.disabled' and key_version = 2 and actor = 'tester'"), Is.EqualTo(1), "Each change of a version is an event.");
    }

    [Test]
    public async Task An_emergency_is_cancelled_only_by_who_may_and_its_compromised_key_is_due_all_the_same()
    {
        await RotateAsync(KeyType);
        var emergency = await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: true, "tester"), CancellationToken.None);

        var refused = await Get<RotationRecovery>().CancelAsync(emergency.Id, "by mistake", "operator", emergencies: false, CancellationToken.None);
        var cancelled = await Get<RotationRecovery>().CancelAsync(emergency.Id, "a false alarm", "officer", emergencies: true, CancellationToken.None);
        await Get<KeyAssessment>().OpenDueAsync(KeyType, CancellationToken.None);

        var open = await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That((refused.Refusal?.Kind, refused.Refusal?.Code), Is.EqualTo(((RefusalKind?)RefusalKind.NotAllowed, "rotation_is_emergency")));
            Assert.That(cancelled.Value?.State, Is.EqualTo(RotationState.Cancelled));
            Assert.That((open?.Trigger, open?.Priority), Is.EqualTo(((RotationTrigger?)RotationTrigger.SecurityIncident, (RotationPriority?)RotationPriority.High)));
        });
    }

    [Test]
    public async Task By_a_clock_that_is_suspect_nothing_is_opened_and_no_pause_is_lifted()
    {
        await Get<PauseService>().PauseAsync(KeyType, "short", TimeProvider.System.GetUtcNow().AddMilliseconds(1), "anna", CancellationToken.None);
        Get<ClockGuard>().Skew = TimeSpan.FromDays(800);

        await Get<KeyAssessment>().RunAsync(CancellationToken.None);
        await Get<PauseService>().LiftExpiredAsync(CancellationToken.None);

        Assert.That(await Get<IRotationStore>().ListOpenAsync(CancellationToken.None), Is.Empty);
        Assert.That((await Get<IPauseStore>().ListAsync(CancellationToken.None)).All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_node_without_a_registered_target_does_not_call_a_rotation_complete()
    {
        await RotateAsync(KeyType);
        await Store.ExecuteAsync($"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at) values ('elsewhere', '{KeyType}', '[]', '[]', '2026-01-01 00:00:00')");

        var waiting = (RotationProgress.Waiting)await RotateAsync(KeyType);
        await Store.ExecuteAsync($"update {Store.Schema}target set retired_at = '2026-01-02 00:00:00'");
        var ended = (RotationProgress.Ended)await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        var held = await Get<IRotationStore>().FindAsync(waiting.Rotation.Id, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(waiting.Hold, Is.EqualTo(Hold.Dependency));
            Assert.That((ended.Rotation.Id, ended.Rotation.State), Is.EqualTo((waiting.Rotation.Id, RotationState.Completed)));
            Assert.That(held!.Hold, Is.Null, "Nothing holds it any more.");
        });
    }

    [Test]
    public async Task What_has_ended_cannot_be_executed_retried_accepted_or_cancelled()
    {
        var ended = (RotationProgress.Ended)await RotateAsync(KeyType);
        var id = ended.Rotation.Id;

        Reply<Rotation>[] replies =
        [
            await Get<RotationExecution>().ExecuteAsync(id, "tester", CancellationToken.None),
            await Get<RotationRecovery>().RetryAsync(id, new RetryAdjustments(), "tester", CancellationToken.None),
            await Get<RotationRecovery>().AcceptAsync(id, "a test", "tester", CancellationToken.None),
            await Get<RotationRecovery>().CancelAsync(id, "a test", "tester", emergencies: false, CancellationToken.None),
        ];

        Assert.That(replies.Select(reply => reply.Refusal?.Code), Is.All.EqualTo("rotation_ended"));
    }

    [Test]
    public async Task Whoever_executes_a_rotation_that_waits_for_its_next_attempt_runs_it_at_once()
    {
        await RotateAsync(KeyType);
        var opened = await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.ComplianceRequirement, "a test"), "tester", true, CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set attempts = 2, next_attempt_at = '2126-01-01 00:00:00', last_error = 'no space left on the escrow' where ended_at is null");
        var waits = (RotationProgress.Waiting)await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        Assert.That((await Get<IRotationStore>().FindAsync(opened.Id, CancellationToken.None))!.HoldDetail, Is.EqualTo("no space left on the escrow"));

        var reply = await Get<RotationExecution>().ExecuteAsync(opened.Id, "tester", CancellationToken.None);

        Assert.That((waits.Hold, reply.Value!.Hold, reply.Value.NextAttemptAt), Is.EqualTo((Hold.Throttled, (Hold?)null, (DateTimeOffset?)null)));
        Assert.That(await Get<RotationService>().RunAsync(KeyType, CancellationToken.None), Is.TypeOf<RotationProgress.Ended>());
    }

    [Test]
    public async Task A_key_type_without_an_open_rotation_is_not_rotated_by_execute()
    {
        var reply = await Get<RotationExecution>().ExecuteAsync(KeyType, "tester", CancellationToken.None);

        Assert.That(reply.Refusal?.Code, Is.EqualTo("no_open_rotation"));
        Assert.That(await Get<IRotationStore>().ListOpenAsync(CancellationToken.None), Is.Empty);
    }

    [TestCase("trigger_name = 'because'", "trigger_name is 'because'", RotationState.Cancelled)]
    [TestCase("to_version = 1", "has created version 1 already", RotationState.Cancelled)]
    [TestCase("state = 'migrating'", "without a version", RotationState.Failed)]
    [TestCase("state = 'verifying', to_version = 7", "version 7 is not there", RotationState.Failed)]
    public async Task A_row_that_was_edited_into_what_cannot_be_ends_with_the_reason_and_stops_nobody(string edit, string reason, RotationState end)
    {
        await RotateAsync(KeyType);
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.ComplianceRequirement, "a test"), "tester", true, CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set {edit} where ended_at is null");

        var ended = (RotationProgress.Ended)await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(ended.Rotation.State, Is.EqualTo(end));
            Assert.That(ended.Rotation.LastError, Does.Contain(reason));
        });
        await Get<KeyAssessment>().RunAsync(CancellationToken.None);
    }
}
