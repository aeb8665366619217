using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>What may be called swept, and so be accepted although rows stay in quarantine.</summary>
public sealed class SweepRulesSpecs
{
    [Test]
    public void The_last_sweep_found_nothing_to_rewrite() => Assert.That(AreDone(Range(2, rewritten: 3), Range(3)), Is.True);

    [Test]
    public void Without_a_sweep_nothing_is_done() => Assert.That(SweepRules.AreDone([Range(0) with { Kind = RangeKind.Migrate }], RangeKind.Verify, ["customers"]), Is.False);

    [Test]
    public void Without_a_target_there_is_nothing_to_sweep() => Assert.That(SweepRules.AreDone([], RangeKind.Verify, []), Is.True);

    [Test]
    public void A_sweep_that_rewrote_something_is_followed_by_another() => Assert.That(AreDone(Range(2, rewritten: 1)), Is.False);

    [Test]
    public void Ranges_of_a_target_that_was_retired_since_hinder_nothing() => Assert.That(AreDone(Range(2) with { Target = "dropped", FinishedAt = null }, Range(2)), Is.True);

    [Test]
    public void A_sweep_that_is_not_finished_proves_nothing() => Assert.That(AreDone(Range(2), Range(2) with { RangeNumber = 1, FinishedAt = null }), Is.False);

    [Test]
    public void A_target_that_the_last_sweep_left_out_is_not_swept() =>
        Assert.That(SweepRules.AreDone([Range(1) with { Target = "archive" }, Range(2)], RangeKind.Verify, ["customers", "archive"]), Is.False);

    [Test]
    public void Sweeps_of_the_other_direction_do_not_count() => Assert.That(SweepRules.AreDone([Range(1)], RangeKind.VerifyRollBack, ["customers"]), Is.False);

    [Test]
    public void A_sweep_settles_what_was_active_before_and_is_not_settled_yet() =>
        Assert.That(SweepRules.SettledBy([Version(1), Version(2) with { SettlesAt = Moment.At("2026-11-24") }, Version(3), Version(4)], RangeKind.Verify, 4), Is.EqualTo(new[] { 1, 3 }));

    [Test]
    public void A_sweep_settles_neither_what_it_seals_under_nor_what_is_newer() =>
        Assert.That(SweepRules.SettledBy([Version(2), Version(3)], RangeKind.Verify, 2), Is.Empty);

    [Test]
    public void A_sweep_of_a_rollback_settles_the_version_that_is_rolled_back() =>
        Assert.That(SweepRules.SettledBy([Version(1), Version(2), Version(3)], RangeKind.VerifyRollBack, 2), Is.EqualTo(new[] { 1, 3 }));

    [TestCase(KeyVersionState.Active)]
    [TestCase(KeyVersionState.Pending)]
    [TestCase(KeyVersionState.Retired)]
    public void Nothing_is_to_be_settled_of_a_version_in_state(KeyVersionState state) =>
        Assert.That(SweepRules.SettledBy([Version(1) with { State = state }], RangeKind.Verify, 2), Is.Empty);

    [Test]
    public void A_version_that_never_was_active_is_not_settled() =>
        Assert.That(SweepRules.SettledBy([Version(1) with { State = KeyVersionState.Disabled, ActivatedAt = null }], RangeKind.Verify, 2), Is.Empty);

    [Test]
    public void One_that_came_back_from_escrow_is_settled_since_it_may_have_been_active() =>
        Assert.That(SweepRules.SettledBy([Version(1) with { ActivatedAt = null, RestoredAt = Moment.At("2026-02-01") }], RangeKind.Verify, 2), Is.EqualTo(new[] { 1 }));

    private static KeyVersion Version(int number) => new()
    {
        KeyType = "token_encryption",
        Version = number,
        State = KeyVersionState.Grace,
        CreatedAt = Moment.At("2026-01-01"),
        ActivatedAt = Moment.At("2026-01-01"),
        KekId = "file:0",
        CheckValue = new byte[16],
    };

    private static bool AreDone(params RangeProgress[] ranges) => SweepRules.AreDone(ranges, RangeKind.Verify, ["customers"]);

    private static RangeProgress Range(int pass, long rewritten = 0) => new()
    {
        WorkId = Guid.Empty,
        Target = "customers",
        Pass = pass,
        RangeNumber = 0,
        Kind = RangeKind.Verify,
        RowsRewritten = rewritten,
        StartedAt = Moment.At("2026-11-24"),
        CheckpointAt = Moment.At("2026-11-24"),
        FinishedAt = Moment.At("2026-11-24"),
    };
}
