using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

public sealed class RollbackHoldRules
{
    [Test]
    public void A_rollback_holds_detection_for_seven_days_from_its_end() =>
        Assert.That(RollbackHold.Until(Ended(RotationState.RolledBack, "2026-11-24 04:30")), Is.EqualTo(Moment.At("2026-12-01 04:30")));

    [Test]
    public void Zero_days_mean_no_hold() =>
        Assert.That(RollbackHold.Until(Ended(RotationState.RolledBack, "2026-11-24"), days: 0), Is.Null);

    [TestCase(RotationState.Failed)]
    [TestCase(RotationState.RollingBack)]
    public void One_that_is_still_open_holds_nothing_else(RotationState open) =>
        Assert.That(RollbackHold.Until(Open.Rotation(RotationTrigger.Routine) with { State = open }), Is.Null);

    [TestCase(RotationState.Completed)]
    [TestCase(RotationState.Cancelled)]
    [TestCase(RotationState.Superseded)]
    public void Any_other_end_holds_nothing(RotationState end) =>
        Assert.That(RollbackHold.Until(Ended(end, "2026-11-24")), Is.Null);

    [Test]
    public void A_rotation_that_an_operator_scheduled_since_ends_the_hold() =>
        Assert.That(RollbackHold.Until(Open.Rotation(RotationTrigger.PlannedMaintenance)), Is.Null);

    [Test]
    public void A_key_type_that_never_rotated_is_not_held() => Assert.That(RollbackHold.Until(null), Is.Null);

    private static Rotation Ended(RotationState state, string ended) =>
        Open.Rotation(RotationTrigger.Routine) with { State = state, EndedAt = Moment.At(ended) };
}
