using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>How long a new version waits for consumers that do not answer.</summary>
public sealed class PropagationBoundRules
{
    private static readonly PropagationBound TenMinutes = new(TimeSpan.FromMinutes(10));
    private static readonly Rotation Waiting = Open.Rotation(RotationTrigger.Routine) with { State = RotationState.Propagating, PropagatingSince = Moment.At("2026-11-24 03:00") };

    [TestCase("2026-11-24 03:09:59", false)]
    [TestCase("2026-11-24 03:10:00", true)]
    public void It_counts_from_the_moment_at_which_propagation_began(string now, bool isOver) =>
        Assert.That(TenMinutes.IsOver(Waiting, Moment.At(now)), Is.EqualTo(isOver));

    [Test]
    public void It_is_not_over_before_propagation_has_begun() =>
        Assert.That(TenMinutes.IsOver(Waiting with { PropagatingSince = null }, Moment.At("2027-01-01")), Is.False);

    [TestCase(RotationTrigger.Routine, false)]
    [TestCase(RotationTrigger.SeverelyOverdue, false)]
    [TestCase(RotationTrigger.SecurityBreach, true)]
    public void When_it_is_over_only_an_emergency_goes_on_without_those_that_are_missing(RotationTrigger trigger, bool goesOn) =>
        Assert.That(TenMinutes.GoesOnWithout(Waiting with { Priority = RotationTriggers.PriorityOf(trigger) }, Moment.At("2026-11-24 03:10")), Is.EqualTo(goesOn));

    [Test]
    public void Before_it_is_over_an_emergency_waits_like_any_other() =>
        Assert.That(TenMinutes.GoesOnWithout(Waiting with { Priority = RotationPriority.Emergency }, Moment.At("2026-11-24 03:09:59")), Is.False);
}
