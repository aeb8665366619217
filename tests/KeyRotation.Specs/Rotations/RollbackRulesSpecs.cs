using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>Whether a rotation from version 1 to version 2 can be rolled back, and what comes next.</summary>
public sealed class RollbackRulesSpecs
{
    private const string KeyType = "token_encryption";

    private static readonly Rotation Failed = Open.Rotation(RotationTrigger.Routine) with
    {
        State = RotationState.Failed,
        FailedIn = RotationState.Migrating,
        FromVersion = 1,
        ToVersion = 2,
    };

    [Test]
    public void A_failed_rotation_with_its_predecessor_in_grace_is_rolled_back() =>
        Assert.That(RollbackRules.RefusalOf(Failed, Versions(KeyVersionState.Grace, KeyVersionState.Active)), Is.Null);

    [Test]
    public void One_that_failed_before_its_activation_is_rolled_back() =>
        Assert.That(RollbackRules.RefusalOf(Failed, Versions(KeyVersionState.Active, KeyVersionState.Pending)), Is.Null);

    [Test]
    public void One_that_failed_before_it_had_a_version_is_rolled_back() =>
        Assert.That(RollbackRules.RefusalOf(Failed with { ToVersion = null }, [Key.Active(KeyType, "2026-01-01")]), Is.Null);

    [Test]
    public void A_rollback_that_failed_behind_the_activation_begins_again() =>
        Assert.That(RollbackRules.RefusalOf(Failed with { FailedIn = RotationState.RollingBack }, Versions(KeyVersionState.Active, KeyVersionState.Grace)), Is.Null);

    [TestCase(RotationState.Scheduled)]
    [TestCase(RotationState.Generating)]
    [TestCase(RotationState.Propagating)]
    [TestCase(RotationState.Migrating)]
    [TestCase(RotationState.Verifying)]
    public void One_that_has_not_failed_is_refused(RotationState state) => AssertRefused(Failed with { State = state }, KeyVersionState.Grace, "rotation_not_failed", "expected failed");

    [TestCase(RotationState.Completed)]
    [TestCase(RotationState.Cancelled)]
    [TestCase(RotationState.Superseded)]
    public void One_that_has_ended_is_refused(RotationState state) =>
        AssertRefused(Failed with { State = state, EndedAt = Moment.At("2026-11-24") }, KeyVersionState.Grace, "rotation_ended", "has ended");

    [Test]
    public void A_first_key_has_nothing_to_go_back_to() => AssertRefused(Failed with { FromVersion = null }, KeyVersionState.Grace, "no_predecessor", "makes the first version");

    [TestCase(KeyVersionState.Retired, "is retired: no online copy")]
    [TestCase(KeyVersionState.Destroyed, "is destroyed: no online copy")]
    public void A_predecessor_that_is_retired_is_refused(KeyVersionState state, string detail) => AssertRefused(Failed, state, "predecessor_retired", detail);

    [Test]
    public void A_predecessor_that_is_disabled_is_enabled_first() =>
        AssertRefused(Failed, KeyVersionState.Disabled, "predecessor_disabled", "enable it first: `keyrotation keys enable token_encryption 1`");

    [TestCase(KeyVersionState.Grace)]
    [TestCase(KeyVersionState.Active)]
    [TestCase(KeyVersionState.Disabled)]
    public void A_predecessor_that_is_compromised_is_refused_wherever_it_stands(KeyVersionState state)
    {
        var versions = Versions(state, state == KeyVersionState.Active ? KeyVersionState.Pending : KeyVersionState.Active);
        versions[0] = versions[0] with { CompromisedAt = Moment.At("2026-11-20") };

        Assert.That(RollbackRules.RefusalOf(Failed, versions)?.Code, Is.EqualTo("predecessor_compromised"));
    }

    [Test]
    public void A_predecessor_that_is_not_there_is_refused() => Assert.That(RollbackRules.RefusalOf(Failed, [])?.Code, Is.EqualTo("predecessor_missing"));

    [Test]
    public void Versions_that_no_rotation_leaves_so_are_refused() =>
        Assert.That(RollbackRules.RefusalOf(Failed, Versions(KeyVersionState.Grace, KeyVersionState.Grace))?.Code, Is.EqualTo("rollback_not_possible"));

    [TestCase(KeyVersionState.Active, KeyVersionState.Pending, RollbackPhase.Withdraw)]
    [TestCase(KeyVersionState.Grace, KeyVersionState.Active, RollbackPhase.Reactivate)]
    [TestCase(KeyVersionState.Disabled, KeyVersionState.Active, RollbackPhase.Reactivate)]
    [TestCase(KeyVersionState.Active, KeyVersionState.Grace, RollbackPhase.MigrateBack)]
    [TestCase(KeyVersionState.Active, KeyVersionState.Disabled, RollbackPhase.MigrateBack)]
    [TestCase(KeyVersionState.Grace, KeyVersionState.Grace, null)]
    [TestCase(KeyVersionState.Grace, KeyVersionState.Pending, null)]
    public void What_comes_next_follows_from_where_the_two_versions_stand(KeyVersionState predecessor, KeyVersionState version, RollbackPhase? phase) =>
        Assert.That(RollbackRules.PhaseOf(Failed, Versions(predecessor, version)), Is.EqualTo(phase));

    [Test]
    public void A_version_that_was_disabled_before_it_was_ever_active_has_no_rows_to_move()
    {
        var versions = Versions(KeyVersionState.Active, KeyVersionState.Disabled);
        versions[1] = versions[1] with { ActivatedAt = null };

        Assert.That(RollbackRules.PhaseOf(Failed, versions), Is.EqualTo(RollbackPhase.Withdraw));
    }

    [Test]
    public void A_version_that_is_not_there_has_no_next_phase() => Assert.That(RollbackRules.PhaseOf(Failed, [Key.Active(KeyType, "2026-01-01")]), Is.Null);

    private static void AssertRefused(Rotation rotation, KeyVersionState predecessor, string code, string detail)
    {
        var refusal = RollbackRules.RefusalOf(rotation, Versions(predecessor, KeyVersionState.Active));

        Assert.That((refusal?.Kind, refusal?.Code), Is.EqualTo(((RefusalKind?)RefusalKind.Conflict, code)));
        Assert.That(refusal?.Detail, Does.Contain(detail));
    }

    private static KeyVersion[] Versions(KeyVersionState predecessor, KeyVersionState version) =>
        [Key.Version(KeyType, 1, predecessor, "2026-01-01"), Key.Version(KeyType, 2, version, "2026-11-01")];
}
