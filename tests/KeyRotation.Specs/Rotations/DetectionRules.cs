using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

public sealed class DetectionRules
{
    private const string Activated = "2026-01-01";
    private const string At100Percent = "2026-04-01";
    private const string At150Percent = "2026-05-16";

    private static readonly KeyTypePolicy Tokens = BuiltInKeyTypes.Find("token_encryption")!;
    private static readonly KeyVersion Active = Key.Active("token_encryption", Activated);

    [Test]
    public void Nothing_is_detected_while_the_scheduler_is_disabled() =>
        Assert.That(Plan(At150Percent, new DetectionInput { IsEnabled = false }), Is.Empty);

    [Test]
    public void Not_even_a_missing_key_is_detected_while_the_scheduler_is_disabled() =>
        Assert.That(RotationPlanner.Plan([Tokens], [], new HashSet<string>(), Moment.At(Activated), new DetectionInput { IsEnabled = false }), Is.Empty);

    [Test]
    public void A_key_type_is_left_alone_until_its_rollback_hold_ends()
    {
        var input = Held(until: "2026-05-20");

        Assert.That(Plan("2026-05-19 23:59:59", input), Is.Empty);
        Assert.That(Plan("2026-05-20 00:00:00", input), Is.EqualTo(new[] { RotationTrigger.SeverelyOverdue }));
    }

    [Test]
    public void A_rollback_hold_of_one_key_type_does_not_hold_another()
    {
        var other = new DetectionInput { HeldUntil = new Dictionary<string, DateTimeOffset> { ["api_signature"] = Moment.At("2027-01-01") } };

        Assert.That(Plan(At100Percent, other), Is.EqualTo(new[] { RotationTrigger.Routine }));
    }

    [Test]
    public void A_key_type_without_an_active_key_gets_one_in_spite_of_a_rollback_hold()
    {
        var planned = RotationPlanner.Plan([Tokens], [], new HashSet<string>(), Moment.At(Activated), Held(until: "2027-01-01"));

        Assert.That(planned.Single().Trigger, Is.EqualTo(RotationTrigger.NoActiveKey));
    }

    [Test]
    public void A_key_that_a_shortened_interval_made_due_is_rotated_for_the_policy()
    {
        var planned = PlanOne(At100Percent, Formerly(days: 180));

        Assert.That((planned.Trigger, planned.Priority), Is.EqualTo((RotationTrigger.PolicyUpdate, RotationPriority.Normal)));
        Assert.That(planned.Reason, Does.EndWith("90 days old, 100 % of its 90 days. The interval was 180 days.").Or.EndWith("90.0 days old, 100 % of its 90 days. The interval was 180 days."));
    }

    [Test]
    public void A_key_that_was_due_before_the_interval_was_shortened_is_rotated_as_a_routine() =>
        Assert.That(PlanOne("2026-05-01", Formerly(days: 120)).Trigger, Is.EqualTo(RotationTrigger.Routine));

    [Test]
    public void An_interval_that_was_lengthened_makes_nothing_due() =>
        Assert.That(Plan("2026-03-31 23:59:59", Formerly(days: 30)), Is.Empty);

    [Test]
    public void Exactly_150_percent_of_a_shortened_interval_is_normal_and_one_second_more_is_high()
    {
        Assert.That(PlanOne(At150Percent, Formerly(days: 180)).Trigger, Is.EqualTo(RotationTrigger.PolicyUpdate));
        Assert.That(PlanOne("2026-05-16 00:00:01", Formerly(days: 180)).Trigger, Is.EqualTo(RotationTrigger.SeverelyOverdue));
    }

    [Test]
    public void A_key_type_with_an_open_rotation_never_gets_a_second_one() =>
        Assert.That(RotationPlanner.Plan([Tokens], [Active], new HashSet<string> { "token_encryption" }, Moment.At(At150Percent), Formerly(days: 180)), Is.Empty);

    [Test]
    public void What_is_detected_comes_in_the_order_of_the_queue()
    {
        KeyVersion[] versions = [Key.Active("token_encryption", "2026-02-20"), Key.Active("session_encryption", "2026-01-01"), Key.Active("api_signature", "2026-02-01"), Key.Active("file_encryption", At150Percent)];

        var planned = RotationPlanner.Plan(BuiltInKeyTypes.All, versions, new HashSet<string>(), Moment.At("2026-05-21"));

        Assert.That(planned.Select(rotation => rotation.KeyType), Is.EqualTo(new[] { "database_encryption", "session_encryption", "api_signature", "token_encryption" }));
    }

    private static DetectionInput Held(string until) =>
        new() { HeldUntil = new Dictionary<string, DateTimeOffset> { ["token_encryption"] = Moment.At(until) } };

    private static DetectionInput Formerly(int days) =>
        new() { FormerIntervals = new Dictionary<string, TimeSpan> { ["token_encryption"] = TimeSpan.FromDays(days) } };

    private static RotationTrigger[] Plan(string now, DetectionInput input) =>
        [.. RotationPlanner.Plan([Tokens], [Active], new HashSet<string>(), Moment.At(now), input).Select(planned => planned.Trigger)];

    private static PlannedRotation PlanOne(string now, DetectionInput input) =>
        RotationPlanner.Plan([Tokens], [Active], new HashSet<string>(), Moment.At(now), input).Single();
}
