using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

public sealed class RotationGateSpecs
{
    private const string Inside = "2026-03-02 03:00:00";
    private const string Outside = "2026-03-01 14:00:00";
    private const string NextOpening = "2026-03-02 02:00:00";

    private static readonly MaintenanceWindow Window = new(2, 4);

    private static readonly RotationTrigger[] Triggers = Enum.GetValues<RotationTrigger>();
    private static readonly RotationTrigger[] Emergencies = [.. Triggers.Where(trigger => RotationTriggers.PriorityOf(trigger) == RotationPriority.Emergency)];
    private static readonly RotationTrigger[] HighOnes = [.. Triggers.Where(trigger => RotationTriggers.PriorityOf(trigger) == RotationPriority.High)];
    private static readonly RotationTrigger[] NormalOnes = [.. Triggers.Where(trigger => RotationTriggers.PriorityOf(trigger) == RotationPriority.Normal)];

    [TestCaseSource(nameof(NormalOnes))]
    public void A_normal_rotation_runs_inside_the_window(RotationTrigger trigger) =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(trigger), Inside), Is.Null);

    [TestCaseSource(nameof(NormalOnes))]
    public void A_normal_rotation_outside_the_window_waits_for_the_next_window(RotationTrigger trigger) =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(trigger), Outside), Is.EqualTo(new RotationHold(Hold.WindowClosed, Utc.At(NextOpening))));

    [TestCase("2026-03-02 01:59:59", false)]
    [TestCase("2026-03-02 02:00:00", true)]
    [TestCase("2026-03-02 05:59:59", true)]
    [TestCase("2026-03-02 06:00:00", false)]
    public void A_normal_rotation_stops_with_the_second_in_which_the_window_closes(string now, bool mayRun) =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.Routine), now) is null, Is.EqualTo(mayRun));

    [Test]
    public void A_normal_rotation_runs_at_any_hour_where_the_window_is_always_open() =>
        Assert.That(RotationGate.HoldOf(RotationBuilder.Scheduled(RotationTrigger.Routine), new MaintenanceWindow(2, 24), true, Utc.At(Outside)), Is.Null);

    [TestCaseSource(nameof(HighOnes))]
    public void A_high_rotation_runs_inside_and_outside_the_window(RotationTrigger trigger)
    {
        Assert.That(HoldOf(RotationBuilder.Scheduled(trigger), Inside), Is.Null);
        Assert.That(HoldOf(RotationBuilder.Scheduled(trigger), Outside), Is.Null);
    }

    [Test]
    public void An_emergency_runs_inside_and_outside_the_window_enabled_or_not(
        [ValueSource(nameof(Emergencies))] RotationTrigger trigger, [Values(Inside, Outside)] string now, [Values] bool isEnabled, [Values("scheduler", "alice")] string requestedBy) =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(trigger) with { RequestedBy = requestedBy }, now, isEnabled), Is.Null);

    [Test]
    public void While_disabled_what_detection_opened_waits(
        [Values(RotationTrigger.Routine, RotationTrigger.SeverelyOverdue)] RotationTrigger trigger, [Values(Inside, Outside)] string now) =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(trigger), now, isEnabled: false)?.Hold, Is.EqualTo(Hold.Disabled));

    [Test]
    public void While_disabled_what_somebody_asked_for_runs_by_the_same_rules_as_ever()
    {
        var normal = RotationBuilder.Scheduled(RotationTrigger.PlannedMaintenance) with { RequestedBy = "alice" };
        var high = RotationBuilder.Scheduled(RotationTrigger.ComplianceRequirement) with { RequestedBy = "alice" };

        Assert.That(HoldOf(normal, Inside, isEnabled: false), Is.Null);
        Assert.That(HoldOf(normal, Outside, isEnabled: false)?.Hold, Is.EqualTo(Hold.WindowClosed));
        Assert.That(HoldOf(high, Outside, isEnabled: false), Is.Null);
    }

    [Test]
    public void What_an_operator_executed_runs_outside_the_window([ValueSource(nameof(NormalOnes))] RotationTrigger trigger) =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(trigger) with { OutsideWindow = true }, Outside), Is.Null);

    [Test]
    public void What_an_operator_executed_runs_while_disabled_though_detection_had_opened_it() =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.Routine) with { OutsideWindow = true }, Outside, isEnabled: false), Is.Null);

    [Test]
    public void What_an_operator_executed_runs_now_though_it_was_not_to_start_before_a_later_moment() =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.Routine) with { OutsideWindow = true, NotBefore = Utc.At("2026-03-09") }, Outside), Is.Null);

    [TestCase(RotationTrigger.PlannedMaintenance)]
    [TestCase(RotationTrigger.ComplianceRequirement)]
    public void A_rotation_that_is_not_to_start_before_a_moment_waits_for_it_inside_the_window_too(RotationTrigger trigger)
    {
        var rotation = RotationBuilder.Scheduled(trigger) with { NotBefore = Utc.At("2026-03-02 03:00:01") };

        Assert.That(HoldOf(rotation, Inside), Is.EqualTo(new RotationHold(Hold.WindowClosed, Utc.At("2026-03-02 03:00:01"))));
    }

    [Test]
    public void At_the_very_moment_before_which_it_was_not_to_start_it_may_run() =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.PlannedMaintenance) with { NotBefore = Utc.At(Inside) }, Inside), Is.Null);

    [Test]
    public void Once_that_moment_has_passed_a_normal_rotation_waits_for_its_window_still() =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.PlannedMaintenance) with { NotBefore = Utc.At("2026-03-01 13:00:00") }, Outside),
            Is.EqualTo(new RotationHold(Hold.WindowClosed, Utc.At(NextOpening))));

    [Test]
    public void An_emergency_does_not_wait_for_a_moment() =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.SecurityBreach) with { NotBefore = Utc.At("2027-01-01") }, Outside), Is.Null);

    [Test]
    public void A_failed_attempt_is_waited_out_whatever_the_priority([Values] RotationTrigger trigger, [Values] bool outsideWindow)
    {
        var rotation = RotationBuilder.Scheduled(trigger) with { NextAttemptAt = Utc.At("2026-03-02 03:05:00"), OutsideWindow = outsideWindow };

        Assert.That(HoldOf(rotation, Inside), Is.EqualTo(new RotationHold(Hold.Throttled, Utc.At("2026-03-02 03:05:00"))));
    }

    [Test]
    public void At_its_very_moment_the_next_attempt_may_run() =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.Routine) with { NextAttemptAt = Utc.At(Inside) }, Inside), Is.Null);

    [Test]
    public void The_next_attempt_of_a_normal_rotation_waits_for_the_window() =>
        Assert.That(HoldOf(RotationBuilder.Scheduled(RotationTrigger.Routine) with { NextAttemptAt = Utc.At("2026-03-01 13:59:00") }, Outside)?.Hold, Is.EqualTo(Hold.WindowClosed));

    [Test]
    public void A_hold_always_ends_after_now([Values] RotationTrigger trigger, [Values(Inside, Outside)] string now, [Values] bool isEnabled)
    {
        var hold = HoldOf(RotationBuilder.Scheduled(trigger), now, isEnabled);

        Assert.That(hold is null || hold.Until > Utc.At(now), Is.True);
    }

    private static RotationHold? HoldOf(Rotation rotation, string now, bool isEnabled = true) =>
        RotationGate.HoldOf(rotation, Window, isEnabled, Utc.At(now));
}
