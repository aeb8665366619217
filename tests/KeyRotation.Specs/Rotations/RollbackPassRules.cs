using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>The passes that go back come behind those of the rotation, and are kept apart from them.</summary>
public sealed class RollbackPassRules
{
    [Test]
    public void Behind_no_pass_the_first_one_migrates_back() => Assert.That(RollbackPasses.Migrating([]), Is.Zero);

    [Test]
    public void Behind_the_rotations_passes_the_next_one_migrates_back() =>
        Assert.That(RollbackPasses.Migrating([Range(0, RangeKind.Migrate), Range(1, RangeKind.Verify), Range(2, RangeKind.Verify)]), Is.EqualTo(3));

    [Test]
    public void Once_it_is_planned_it_stays_the_one() =>
        Assert.That(RollbackPasses.Migrating([Range(0, RangeKind.Migrate), Range(1, RangeKind.RollBack), Range(2, RangeKind.VerifyRollBack)]), Is.EqualTo(1));

    [Test]
    public void Sweeps_are_done_when_the_last_one_found_nothing_to_rewrite() =>
        Assert.That(RollbackPasses.AreDone([Range(2, RangeKind.VerifyRollBack, rewritten: 3), Range(3, RangeKind.VerifyRollBack)]), Is.True);

    [Test]
    public void Without_a_sweep_nothing_is_done() => Assert.That(RollbackPasses.AreDone([Range(0, RangeKind.Verify), Range(1, RangeKind.RollBack)]), Is.False);

    [Test]
    public void A_sweep_that_rewrote_something_is_followed_by_another() => Assert.That(RollbackPasses.AreDone([Range(2, RangeKind.VerifyRollBack, rewritten: 1)]), Is.False);

    [Test]
    public void A_sweep_that_is_not_finished_proves_nothing() =>
        Assert.That(RollbackPasses.AreDone([Range(2, RangeKind.VerifyRollBack), Range(2, RangeKind.VerifyRollBack) with { FinishedAt = null }]), Is.False);

    [TestCase(RotationState.Migrating, RangeKind.Migrate, true)]
    [TestCase(RotationState.Verifying, RangeKind.Verify, true)]
    [TestCase(RotationState.RollingBack, RangeKind.RollBack, true)]
    [TestCase(RotationState.RollingBack, RangeKind.VerifyRollBack, true)]
    [TestCase(RotationState.RollingBack, RangeKind.Migrate, false)]
    [TestCase(RotationState.RollingBack, RangeKind.Verify, false)]
    [TestCase(RotationState.Migrating, RangeKind.RollBack, false)]
    [TestCase(RotationState.Failed, RangeKind.Migrate, false)]
    public void A_rotation_works_on_ranges_of_its_direction_only(RotationState state, RangeKind kind, bool works) =>
        Assert.That(RotationStates.WorksOn(state, kind), Is.EqualTo(works));

    private static RangeProgress Range(int pass, RangeKind kind, long rewritten = 0) => new()
    {
        WorkId = Guid.Empty,
        Target = "customers",
        Pass = pass,
        RangeNumber = 0,
        Kind = kind,
        RowsRewritten = rewritten,
        StartedAt = Moment.At("2026-11-24"),
        CheckpointAt = Moment.At("2026-11-24"),
        FinishedAt = Moment.At("2026-11-24"),
    };
}
