using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Rotations;

public sealed class EmergencyRules
{
    private static readonly EmergencyRequest Breach = new("token_encryption", RotationTrigger.SecurityBreach, "a laptop was stolen", Compromised: true, "olga");

    [Test]
    public async Task An_emergency_runs_at_once_outside_the_window()
    {
        var store = new Emergencies();
        var schedule = new AskedSchedule();

        var opened = await RequestsOf(store, schedule).EmergencyAsync(Breach, CancellationToken.None);

        Assert.That(store.Opened.Single(), Has.Property("Id").EqualTo(opened.Id).And.Property("Priority").EqualTo(RotationPriority.Emergency).And.Property("OutsideWindow").True);
        Assert.That(schedule.Now, Is.EqualTo(new[] { "token_encryption" }));
    }

    [Test]
    public async Task Any_trigger_that_is_named_to_it_runs_as_an_emergency()
    {
        var store = new Emergencies();

        await RequestsOf(store, new AskedSchedule()).EmergencyAsync(Breach with { Trigger = RotationTrigger.SecurityIncident }, CancellationToken.None);

        Assert.That((store.Opened.Single().Trigger, store.Opened.Single().Priority), Is.EqualTo((RotationTrigger.SecurityIncident, RotationPriority.Emergency)));
    }

    [Test]
    public async Task One_that_meets_a_rotation_in_the_middle_of_a_step_looks_again_and_is_not_refused()
    {
        var store = new Emergencies { Collisions = 5 };

        await RequestsOf(store, new AskedSchedule()).EmergencyAsync(Breach, CancellationToken.None);

        Assert.That(store.Opened, Has.Count.EqualTo(6));
        Assert.That(store.Opened.Select(rotation => rotation.Id).Distinct().Count(), Is.EqualTo(1), "Each time it is the same rotation.");
    }

    private static RotationRequests RequestsOf(Emergencies store, AskedSchedule schedule)
    {
        var rules = new RotationRules(new KeyTypePolicies(BuiltInKeyTypes.All), new MaintenanceWindow(), isEnabled: true, new PauseBoard(new FixedPauses(PausesInForce.None)), new ClockGuard());
        return new RotationRequests(store, new AgedKeys("token_encryption"), rules, schedule, new FakeTimeProvider(Moment.At("2026-11-24 12:00")), NullLogger<RotationRequests>.Instance);
    }

    private sealed class Emergencies : NoRotations
    {
        public int Collisions { get; set; }

        public List<Rotation> Opened { get; } = [];

        public override Task<EmergencyOpened> OpenEmergencyAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken)
        {
            Opened.Add(rotation);
            return Collisions-- > 0 ? throw new RotationMovedException(rotation.Id, RotationState.Scheduled) : Task.FromResult(new EmergencyOpened(rotation.Id, Raised: false, null, null, Guid.Empty));
        }
    }
}
