using KeyRotation.Claims;
using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Rotations;

/// <summary>Commands that meet other commands, or rotations that stand where they are not expected.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class CollisionContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    private EscrowThatFills _escrow = null!;

    private IRotationStore Rotations => Get<IRotationStore>();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IEscrow>(_escrow = new EscrowThatFills(new DirectoryEscrow(Options.Escrow.Path)));

    [Test]
    public async Task A_request_that_is_carried_out_again_after_its_rotation_has_ended_is_answered_with_that_rotation()
    {
        var rotation = await OpenAsync(RotationTrigger.ComplianceRequirement);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        var again = await Rotations.OpenAsync(rotation, RotationEvents.Opened(rotation), null, CancellationToken.None);

        Assert.That(again, Is.EqualTo(new OpenedRotation(true, rotation.Id)));
        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}rotation"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_routine_escalation_does_not_lower_an_emergency_that_came_first()
    {
        var seen = await OpenAsync(RotationTrigger.Routine);
        await Get<RotationRequests>().EmergencyAsync(Emergency(), CancellationToken.None);
        var urgent = seen with { Priority = RotationPriority.High, Trigger = RotationTrigger.SeverelyOverdue };

        await Assert.ThrowsAsync<RotationMovedException>(() => Rotations.EscalateAsync(seen, urgent, RotationEvents.Escalated(seen, urgent, seen.ScheduledAt, Rotation.Scheduler), CancellationToken.None));

        var open = (await Rotations.FindOpenAsync(KeyType, CancellationToken.None))!;
        Assert.That((open.Id, open.Priority, open.Trigger), Is.EqualTo((seen.Id, RotationPriority.Emergency, RotationTrigger.SecurityBreach)));
    }

    [Test]
    public async Task A_version_of_a_rotation_that_failed_before_its_activation_is_disabled_when_an_emergency_takes_over()
    {
        await RotateAsync(KeyType);
        await OpenAsync(RotationTrigger.ComplianceRequirement);
        await FillEscrowAsync();

        var opened = await Get<RotationRequests>().EmergencyAsync(Emergency(), CancellationToken.None);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(opened.Superseded, Is.Not.Null);
            Assert.That(versions.Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (1, KeyVersionState.Grace), (2, KeyVersionState.Disabled), (3, KeyVersionState.Active) }));
        });
    }

    [Test]
    public async Task Emergencies_and_requests_at_the_same_moment_leave_one_open_rotation_and_every_answer_names_one_that_is_there()
    {
        var requests = Get<RotationRequests>();
        var emergencies = Enumerable.Range(0, 6).Select(_ => requests.EmergencyAsync(Emergency(), CancellationToken.None)).ToArray();
        var others = Enumerable.Range(0, 6).Select(_ => requests.OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None)).ToArray();
        var named = (await Task.WhenAll(emergencies)).Select(opened => opened.Id).Concat((await Task.WhenAll(others)).Select(opened => opened.Id)).Distinct().ToArray();

        var open = await Rotations.FindOpenAsync(KeyType, CancellationToken.None);
        Assert.That(named, Is.EqualTo(new[] { open!.Id }));
        Assert.That(open.Priority, Is.EqualTo(RotationPriority.Emergency));
    }

    [Test]
    public async Task What_was_due_by_a_version_that_is_active_no_more_is_not_opened()
    {
        await RotateAsync(KeyType);
        await RotateAsync(KeyType);
        var stale = new PlannedRotation(KeyType, RotationTrigger.Routine, "Version 1 is 92 days old.") { SeenActive = 1 };

        var outdated = await Get<RotationRequests>().OpenAsync(stale, Rotation.Scheduler, false, CancellationToken.None);
        var opened = await Get<RotationRequests>().OpenAsync(stale with { SeenActive = 2 }, Rotation.Scheduler, false, CancellationToken.None);

        Assert.That((outdated.Opened, outdated.IsOutdated, opened.Opened), Is.EqualTo((false, true, true)));
        Assert.That(await Rotations.FindAsync(outdated.Id, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_first_key_is_not_opened_twice_by_nodes_that_saw_none()
    {
        var first = new PlannedRotation(KeyType, RotationTrigger.NoActiveKey, "None.") { SeenActive = 0 };
        await Get<RotationRequests>().OpenAsync(first, Rotation.Scheduler, true, CancellationToken.None);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        Assert.That((await Get<RotationRequests>().OpenAsync(first, Rotation.Scheduler, true, CancellationToken.None)).IsOutdated, Is.True);
    }

    [Test]
    public async Task What_is_put_off_is_not_written_over_an_emergency_that_raised_it_meanwhile()
    {
        await RotateAsync(KeyType);
        var normal = await OpenAsync(RotationTrigger.Routine);
        var fence = new Fence((await Get<IClaimStore>().TryTakeAsync(RotationClaim.Of(KeyType), CancellationToken.None))!);
        await Get<RotationRequests>().EmergencyAsync(Emergency(), CancellationToken.None);

        var later = normal with { Attempts = 1, Hold = Hold.Throttled, NextAttemptAt = TimeProvider.System.GetUtcNow().AddMinutes(25) };
        await Assert.ThrowsAsync<RotationMovedException>(() => Rotations.ChangeAsync(fence, normal, later, RotationEvents.AttemptFailed(normal, later, TimeProvider.System.GetUtcNow()), CancellationToken.None));

        Assert.That(await Rotations.FindAsync(normal.Id, CancellationToken.None), Has.Property("Hold").Null.And.Property("Attempts").Zero.And.Property("Priority").EqualTo(RotationPriority.Emergency));
    }

    [Test]
    public async Task An_emergency_that_raises_a_rotation_begins_its_attempts_and_its_wait_for_consumers_anew()
    {
        await RotateAsync(KeyType);
        var open = await OpenAsync(RotationTrigger.Routine);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set attempts = 3, next_attempt_at = '2999-01-01 00:00:00', propagating_since = '2026-01-01 00:00:00', hold = 'throttled' where rotation_id = '{open.Id}'");

        await Get<RotationRequests>().EmergencyAsync(Emergency(), CancellationToken.None);

        var raised = (await Rotations.FindAsync(open.Id, CancellationToken.None))!;
        Assert.That((raised.Attempts, raised.NextAttemptAt, raised.Hold), Is.EqualTo((0, (DateTimeOffset?)null, (Hold?)null)));
        Assert.That(raised.PropagatingSince, Is.GreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-1)));
    }

    private async Task<Rotation> OpenAsync(RotationTrigger trigger)
    {
        var opened = await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, trigger, "a test"), Rotation.Scheduler, outsideWindow: true, CancellationToken.None);
        return (await Rotations.FindAsync(opened.Id, CancellationToken.None))!;
    }

    /// <summary>The version is created, and escrow is full whenever it is to be copied.</summary>
    private async Task FillEscrowAsync()
    {
        _escrow.IsFull = true;
        for (var attempt = 0; attempt <= RetryPolicy.MaxRetries; attempt++)
        {
            await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
            await Store.ExecuteAsync($"update {Store.Schema}rotation set next_attempt_at = null where ended_at is null");
        }
        _escrow.IsFull = false;
        var failed = (await Rotations.FindOpenAsync(KeyType, CancellationToken.None))!;
        Assert.That((failed.State, failed.FailedIn), Is.EqualTo((RotationState.Failed, (RotationState?)RotationState.Generating)), failed.LastError);
    }

    private static EmergencyRequest Emergency() => new(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: false, "olga");
}
