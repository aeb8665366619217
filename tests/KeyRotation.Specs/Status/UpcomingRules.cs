using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;
using KeyRotation.Specs.Rotations;
using KeyRotation.Status;

namespace KeyRotation.Specs.Status;

/// <summary>When each key type is expected to rotate next.</summary>
public sealed class UpcomingRules
{
    private const string Noon = "2026-11-24 12:00";
    private const string InWindow = "2026-11-24 03:00";

    [Test]
    public void A_key_rotates_in_the_window_in_which_it_comes_due() =>
        Assert.That(Tokens(Noon, Key.Active("token_encryption", "2026-10-02 03:30")), Is.EqualTo((Moment.At("2026-12-31 03:30"), true)));

    [Test]
    public void A_key_that_comes_due_outside_the_window_waits_for_the_next_one() =>
        Assert.That(Tokens(Noon, Key.Active("token_encryption", "2026-10-02 12:00")), Is.EqualTo((Moment.At("2027-01-01 02:00"), true)));

    [Test]
    public void A_key_that_is_due_already_rotates_in_the_next_window() =>
        Assert.That(Tokens(Noon, Key.Active("token_encryption", "2026-08-20")), Is.EqualTo((Moment.At("2026-11-25 02:00"), true)));

    [Test]
    public void A_key_that_is_due_already_rotates_now_where_the_window_is_open() =>
        Assert.That(Tokens(InWindow, Key.Active("token_encryption", "2026-08-20")), Is.EqualTo((Moment.At(InWindow), true)));

    [Test]
    public void A_key_type_without_an_active_version_rotates_now() =>
        Assert.That(Tokens(Noon, Key.Version("token_encryption", 1, KeyVersionState.Grace, "2026-11-01")), Is.EqualTo((Moment.At(Noon), false)));

    [Test]
    public void An_open_rotation_that_waits_for_the_window_begins_with_it() =>
        Assert.That(Tokens(Noon, Opened(RotationTrigger.Routine)), Is.EqualTo((Moment.At("2026-11-25 02:00"), true)));

    [Test]
    public void An_urgent_one_runs_now_in_no_window() =>
        Assert.That(Tokens(Noon, Opened(RotationTrigger.SeverelyOverdue)), Is.EqualTo((Moment.At(Noon), false)));

    [Test]
    public void One_that_was_executed_runs_now_in_no_window() =>
        Assert.That(Tokens(Noon, Opened(RotationTrigger.Routine) with { OutsideWindow = true }), Is.EqualTo((Moment.At(Noon), false)));

    [TestCase("2026-11-26 03:00", "2026-11-26 03:00")]
    [TestCase("2026-11-26 12:00", "2026-11-27 02:00")]
    public void One_that_is_not_to_start_before_a_moment_begins_in_the_window_of_that_moment_or_the_next(string notBefore, string expected) =>
        Assert.That(Tokens(Noon, Opened(RotationTrigger.PlannedMaintenance) with { NotBefore = Moment.At(notBefore) }), Is.EqualTo((Moment.At(expected), true)));

    [Test]
    public void An_urgent_one_that_is_not_to_start_before_a_moment_begins_at_that_moment() =>
        Assert.That(Tokens(Noon, Opened(RotationTrigger.ComplianceRequirement) with { NotBefore = Moment.At("2026-11-26 12:00") }), Is.EqualTo((Moment.At("2026-11-26 12:00"), false)));

    [Test]
    public void A_failed_one_waits_for_an_operator_and_is_not_foreseen() =>
        Assert.That(Of(Noon, [], [Opened(RotationTrigger.Routine) with { State = RotationState.Failed }]).Select(next => next.KeyType), Does.Not.Contain("token_encryption"));

    [TestCase("2026-11-30 12:00", "2026-12-01 02:00")]
    [TestCase("2026-11-20 12:00", "2026-11-25 02:00")]
    public void After_a_rollback_it_is_foreseen_for_the_end_of_the_hold(string heldUntil, string expected)
    {
        var held = new Dictionary<string, DateTimeOffset> { ["token_encryption"] = Moment.At(heldUntil) };

        Assert.That(Tokens(Of(Noon, [Key.Active("token_encryption", "2026-08-20")], [], held)), Is.EqualTo((Moment.At(expected), true)));
    }

    [Test]
    public void The_next_one_comes_first()
    {
        KeyVersion[] versions = [Key.Active("token_encryption", "2026-11-01"), Key.Active("session_encryption", "2026-11-01"), Key.Active("api_signature", "2026-08-01"), Key.Active("database_encryption", "2026-11-01")];

        Assert.That(Of(Noon, versions, []).Select(next => next.KeyType), Is.EqualTo(new[] { "file_encryption", "api_signature", "session_encryption", "token_encryption", "database_encryption" }));
    }

    private static Rotation Opened(RotationTrigger trigger) => Open.Rotation(trigger, scheduled: "2026-11-24 11:00");

    private static (DateTimeOffset At, bool InWindow) Tokens(string now, KeyVersion version) => Tokens(Of(now, [version], []));

    private static (DateTimeOffset At, bool InWindow) Tokens(string now, Rotation open) => Tokens(Of(now, [Key.Active("token_encryption", "2026-08-20")], [open]));

    private static (DateTimeOffset At, bool InWindow) Tokens(IReadOnlyList<UpcomingRotation> upcoming)
    {
        var next = upcoming.Single(rotation => rotation.KeyType == "token_encryption");
        return (next.At, next.InWindow);
    }

    private static IReadOnlyList<UpcomingRotation> Of(string now, KeyVersion[] versions, Rotation[] open, Dictionary<string, DateTimeOffset>? heldUntil = null)
    {
        var rules = new RotationRules(new KeyTypePolicies(BuiltInKeyTypes.All), new MaintenanceWindow(), isEnabled: true, new PauseBoard(new FixedPauses(PausesInForce.None)), new ClockGuard());
        return UpcomingRotations.Of(rules, versions, open, Moment.At(now), heldUntil);
    }
}
