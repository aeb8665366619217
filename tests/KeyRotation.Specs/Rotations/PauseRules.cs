using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

public sealed class PauseRules
{
    private static readonly MaintenanceWindow Window = new();
    private static readonly DateTimeOffset InWindow = Moment.At("2026-11-24 03:00");

    [TestCase(RotationTrigger.Routine)]
    [TestCase(RotationTrigger.SeverelyOverdue)]
    [TestCase(RotationTrigger.SecurityIncident)]
    public void A_pause_holds_normal_and_high_rotations(RotationTrigger trigger) =>
        Assert.That(HoldOf(Open.Rotation(trigger)), Is.EqualTo(Hold.Paused));

    [TestCase(RotationTrigger.SecurityBreach)]
    [TestCase(RotationTrigger.RegulatoryOrder)]
    public void A_pause_does_not_hold_an_emergency(RotationTrigger trigger) =>
        Assert.That(HoldOf(Open.Rotation(trigger)), Is.Null);

    [Test]
    public void A_pause_holds_a_rotation_that_was_executed_outside_the_window() =>
        Assert.That(HoldOf(Open.Rotation(RotationTrigger.Routine) with { OutsideWindow = true }), Is.EqualTo(Hold.Paused));

    [Test]
    public void A_paused_rotation_shows_the_pause_and_not_the_closed_window() =>
        Assert.That(RotationGate.HoldOf(Open.Rotation(RotationTrigger.Routine), Window, isEnabled: true, Moment.At("2026-11-24 12:00"), isPaused: true)?.Hold, Is.EqualTo(Hold.Paused));

    [Test]
    public void What_detection_opened_before_the_scheduler_was_disabled_shows_that_since_a_resume_would_not_help() =>
        Assert.That(RotationGate.HoldOf(Open.Rotation(RotationTrigger.Routine) with { RequestedBy = Rotation.Scheduler }, Window, isEnabled: false, InWindow, isPaused: true)?.Hold, Is.EqualTo(Hold.Disabled));

    [Test]
    public void What_an_operator_executed_runs_before_its_time_outside_the_window_and_while_disabled()
    {
        var executed = Open.Rotation(RotationTrigger.Routine) with { OutsideWindow = true, NotBefore = Moment.At("2026-12-01"), RequestedBy = Rotation.Scheduler };

        Assert.That(RotationGate.HoldOf(executed, Window, isEnabled: false, Moment.At("2026-11-24 12:00")), Is.Null);
    }

    private static Hold? HoldOf(Rotation rotation) => RotationGate.HoldOf(rotation, Window, isEnabled: true, InWindow, isPaused: true)?.Hold;
}
