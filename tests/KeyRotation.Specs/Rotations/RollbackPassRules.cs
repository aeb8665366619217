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

    private static RangeProgress Range(int pass, RangeKind kind) => new()
    {
        WorkId = Guid.Empty,
        Target = "customers",
        Pass = pass,
        RangeNumber = 0,
        Kind = kind,
        StartedAt = Moment.At("2026-11-24"),
        CheckpointAt = Moment.At("2026-11-24"),
        FinishedAt = Moment.At("2026-11-24"),
    };
}
