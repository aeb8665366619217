using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>Rows of rotations that cannot have come about by themselves.</summary>
public sealed class IntegrityRules
{
    private const string KeyType = "token_encryption";

    [TestCase(RotationState.Scheduled, null, null)]
    [TestCase(RotationState.Generating, null, null)]
    [TestCase(RotationState.Generating, 2, KeyVersionState.Pending)]
    [TestCase(RotationState.Propagating, 2, KeyVersionState.Pending)]
    [TestCase(RotationState.Migrating, 2, KeyVersionState.Active)]
    [TestCase(RotationState.Verifying, 2, KeyVersionState.Active)]
    public void What_comes_about_by_itself_is_worked_on(RotationState state, int? toVersion, KeyVersionState? version) =>
        Assert.That(ProblemOf(state, toVersion, version), Is.Null);

    [TestCase(RotationState.Scheduled, 2, KeyVersionState.Pending, "it is scheduled and has created version 2 already.")]
    [TestCase(RotationState.Generating, 2, null, "it created version 2, which is not there.")]
    [TestCase(RotationState.Generating, 2, KeyVersionState.Active, "it is generating, and its version 2 is Active, not pending.")]
    [TestCase(RotationState.Propagating, null, null, "it is Propagating without a version.")]
    [TestCase(RotationState.Propagating, 2, null, "it is Propagating, and its version 2 is not there.")]
    [TestCase(RotationState.Propagating, 2, KeyVersionState.Disabled, "it is propagating, and its version 2 is Disabled, not pending.")]
    [TestCase(RotationState.Migrating, null, null, "it is Migrating without a version.")]
    [TestCase(RotationState.Migrating, 2, KeyVersionState.Grace, "it is Migrating, and its version 2 is Grace, not active.")]
    [TestCase(RotationState.Verifying, 2, KeyVersionState.Retired, "it is Verifying, and its version 2 is Retired, not active.")]
    [TestCase(RotationState.RollingBack, 2, KeyVersionState.Active, "it rolls back, and had no predecessor.")]
    [TestCase(RotationState.RollingBack, null, null, "it rolls back, and had no predecessor.")]
    public void What_cannot_be_is_named(RotationState state, int? toVersion, KeyVersionState? version, string problem) =>
        Assert.That(ProblemOf(state, toVersion, version), Does.Contain($"cannot be right: {problem} It was edited by hand"));

    [Test]
    public void What_this_version_cannot_read_is_named_before_all_else()
    {
        var rotation = Rotation(RotationState.Migrating, null) with { Unreadable = "hold is 'whatever'; expected one of ..." };

        Assert.That(RotationIntegrity.ProblemOf(rotation, []), Does.Contain("cannot be right: hold is 'whatever'"));
    }

    [TestCase(1, 2, null)]
    [TestCase(1, null, null)]
    [TestCase(3, 2, "its predecessor, version 3, is not there.")]
    [TestCase(1, 4, "its version 4 is not there.")]
    public void A_rollback_has_both_its_versions(int? fromVersion, int? toVersion, string? problem)
    {
        KeyVersion[] versions = [Key.Version(KeyType, 1, KeyVersionState.Grace, "2026-01-01"), Key.Active(KeyType, "2026-11-01", version: 2)];
        var found = RotationIntegrity.ProblemOf(Rotation(RotationState.RollingBack, toVersion) with { FromVersion = fromVersion }, versions);

        Assert.That(found, problem is null ? Is.Null : Does.Contain($"it rolls back, and {problem}"));
    }

    [Test]
    public void The_way_out_is_named() =>
        Assert.That(ProblemOf(RotationState.Propagating, null, null), Does.EndWith("repair it and retry, or answer with an emergency rotation, which takes over."));

    [Test]
    public void Every_state_from_which_a_problem_is_reported_may_fail()
    {
        var reported = Enum.GetValues<RotationState>().Where(state => ProblemOf(state, 2, null) is not null || ProblemOf(state, null, null) is not null);

        Assert.That(reported.Where(state => state != RotationState.Scheduled && !RotationTransitions.IsPermitted(state, RotationState.Failed)), Is.Empty);
    }

    private static string? ProblemOf(RotationState state, int? toVersion, KeyVersionState? version) =>
        RotationIntegrity.ProblemOf(Rotation(state, toVersion), version is { } present ? [Key.Version(KeyType, 2, present, "2026-11-24")] : []);

    private static Rotation Rotation(RotationState state, int? toVersion) => Open.Rotation(RotationTrigger.Routine) with { State = state, ToVersion = toVersion };
}
