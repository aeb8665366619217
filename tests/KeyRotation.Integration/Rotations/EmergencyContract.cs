using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Incidents;
using KeyRotation.Keys;
using KeyRotation.Pauses;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rotations;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class EmergencyContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    [Test]
    public async Task Without_an_open_rotation_one_is_opened_and_the_active_version_marked()
    {
        await RotateAsync(KeyType);

        var opened = await EmergencyAsync();

        var rotation = await Get<IRotationStore>().FindAsync(opened.Id, CancellationToken.None);
        var version = (await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None)).Single();
        var incident = (await Get<IIncidentStore>().ListAsync(null, 2, CancellationToken.None)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(opened, Is.EqualTo(new EmergencyOpened(opened.Id, Raised: false, null, 1, incident.Id)));
            Assert.That((rotation!.State, rotation.Priority, rotation.Trigger), Is.EqualTo((RotationState.Scheduled, RotationPriority.Emergency, RotationTrigger.SecurityBreach)));
            Assert.That(version.CompromisedAt, Is.Not.Null);
        });
    }

    [Test]
    public async Task A_rotation_that_has_not_activated_is_raised_and_goes_on_with_its_version()
    {
        await RotateAsync(KeyType);
        var open = await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        var opened = await EmergencyAsync();
        var ended = (RotationProgress.Ended)await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That((opened.Id, opened.Raised), Is.EqualTo((open.Id, true)));
            Assert.That((ended.Rotation.Id, ended.Rotation.Priority, ended.Rotation.State), Is.EqualTo((open.Id, RotationPriority.Emergency, RotationState.Completed)));
        });
    }

    [Test]
    public async Task An_emergency_that_raised_a_waiting_rotation_and_whose_process_died_is_started_by_any_node_at_once()
    {
        var scheduled = await Get<RotationRequests>().ScheduleAsync(
            new ScheduleRequest(KeyType, RotationTrigger.PlannedMaintenance, null, "a test", TimeProvider.System.GetUtcNow().AddHours(20), "tester"), CancellationToken.None);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        // NoSchedule drops what it is asked for, as a process does that is killed behind the COMMIT.
        var raised = await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: true, "officer"), CancellationToken.None);
        var schedule = new RecordedSchedule();

        await new RotationWatch(Get<IRotationStore>(), Get<IClaimStore>(), Get<RotationRules>(), schedule, TimeProvider.System).RunAsync(CancellationToken.None);

        Assert.That(raised.Raised && raised.Id == scheduled.Value!.Id);
        Assert.That(schedule.Now, Is.EqualTo(new[] { KeyType }));
    }

    [Test]
    public async Task What_one_node_s_clock_holds_up_is_not_written_over_an_emergency_that_others_are_to_start()
    {
        await RotateAsync(KeyType);
        var opened = await EmergencyAsync();
        Get<KeyRotation.Nodes.ClockGuard>().Skew = TimeSpan.FromDays(800);

        var here = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        Assert.That(here, Is.TypeOf<RotationProgress.Waiting>().And.Property("Hold").EqualTo(Hold.ClockSuspect));
        Assert.That((await Get<IRotationStore>().FindAsync(opened.Id, CancellationToken.None))!.Hold, Is.Null);
    }

    [Test]
    public async Task A_compromised_predecessor_has_no_grace_period()
    {
        await RotateAsync(KeyType);
        await EmergencyAsync();

        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);
        Assert.That(versions[0].GraceEndsAt, Is.EqualTo(versions[1].ActivatedAt));
    }

    [Test]
    public async Task A_rotation_that_has_activated_is_superseded_and_its_holder_commits_nothing_any_more()
    {
        await RotateAsync(KeyType);
        await RotateAsync(KeyType);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set state = 'migrating', ended_at = null, outcome = null where from_version = 1");
        var migrating = (await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None))!;
        var claim = (await Get<IClaimStore>().TryTakeAsync(RotationClaim.Of(KeyType), CancellationToken.None))!;

        var opened = await EmergencyAsync();

        var verifying = migrating with { State = RotationState.Verifying };
        var @event = RotationEvents.Moved(migrating, verifying, TimeProvider.System.GetUtcNow());
        await Assert.ThrowsAsync<ClaimLostException>(() => Get<IRotationStore>().ChangeAsync(new Fence(claim), migrating, verifying, @event, CancellationToken.None));
        var superseded = (await Get<IRotationStore>().FindAsync(migrating.Id, CancellationToken.None))!;
        Assert.Multiple(() =>
        {
            Assert.That((opened.Superseded, opened.CompromisedVersion), Is.EqualTo(((RotationId?)migrating.Id, (int?)2)));
            Assert.That((superseded.State, superseded.SupersededBy), Is.EqualTo((RotationState.Superseded, (RotationId?)opened.Id)));
        });
        var ended = (RotationProgress.Ended)await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        Assert.That((ended.Rotation.Id, ended.Rotation.ToVersion, ended.Rotation.State), Is.EqualTo((opened.Id, (int?)3, RotationState.Completed)));
    }

    [Test]
    public async Task Many_at_once_come_to_one_rotation_with_the_trail_whole()
    {
        await RotateAsync(KeyType);

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EmergencyAsync()));

        var open = await Get<IRotationStore>().ListOpenAsync(CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(opened.Select(answer => answer.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(opened.Count(answer => !answer.Raised), Is.EqualTo(1));
            Assert.That(opened.Count(answer => answer.CompromisedVersion == 1), Is.EqualTo(1), "Marked once.");
            Assert.That(open, Has.Count.EqualTo(1));
        });
        Assert.That((await Get<AuditProof>().VerifyAsync(CancellationToken.None)).FirstBreak, Is.Null);
    }

    private Task<EmergencyOpened> EmergencyAsync() =>
        Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: true, "tester"), CancellationToken.None);

    private sealed class RecordedSchedule : IScheduleControl
    {
        public List<string> Now { get; } = [];

        public Task RunNowAsync(string keyType, CancellationToken cancellationToken)
        {
            Now.Add(keyType);
            return Task.CompletedTask;
        }

        public Task TakeOverAsync(string keyType, CancellationToken cancellationToken) => RunNowAsync(keyType, cancellationToken);

        public Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ShowPauseAsync(string keyType, Pause? pause, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task FreeFailedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ScheduleReport> ReportAsync(CancellationToken cancellationToken) => Task.FromResult(ScheduleReport.Nothing);
    }
}
