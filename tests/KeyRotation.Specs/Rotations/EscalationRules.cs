using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>A routine rotation that became urgent while it waited.</summary>
public sealed class EscalationRules
{
    private const string Activated = "2026-01-01";
    private const string At150Percent = "2026-05-16";
    private const string Later = "2026-05-16 00:00:01";

    private static readonly KeyTypePolicy Policy = BuiltInKeyTypes.Find("token_encryption")!;
    private static readonly Rotation Waiting = Open.Rotation(RotationTrigger.Routine) with { RequestedBy = Rotation.Scheduler };

    [Test]
    public void At_150_percent_it_goes_on_waiting() => Assert.That(EscalationAt(At150Percent, Waiting), Is.Null);

    [Test]
    public void Beyond_150_percent_it_waits_for_the_window_no_longer()
    {
        var urgent = EscalationAt(Later, Waiting);

        Assert.That((urgent?.Trigger, urgent?.Priority), Is.EqualTo((RotationTrigger.SeverelyOverdue, RotationPriority.High)));
        Assert.That(urgent?.Reason, Does.StartWith("Version 1 is 135.0 days old, 150").And.EndWith("of its 90 days."));
    }

    [Test]
    public void It_stays_the_same_rotation_in_the_same_state()
    {
        var urgent = EscalationAt(Later, Waiting)!;

        Assert.That(urgent with { Trigger = Waiting.Trigger, Priority = Waiting.Priority, Reason = Waiting.Reason }, Is.EqualTo(Waiting));
    }

    [TestCase(RotationTrigger.SeverelyOverdue)]
    [TestCase(RotationTrigger.SecurityIncident)]
    [TestCase(RotationTrigger.SecurityBreach)]
    public void What_is_urgent_already_stays_as_it_is(RotationTrigger trigger) =>
        Assert.That(EscalationAt(Later, Open.Rotation(trigger) with { RequestedBy = Rotation.Scheduler }), Is.Null);

    [Test]
    public void What_somebody_asked_for_keeps_the_time_that_was_meant() =>
        Assert.That(EscalationAt(Later, Open.Rotation(RotationTrigger.PlannedMaintenance)), Is.Null);

    [Test]
    public void What_is_not_to_start_yet_waits_for_that() =>
        Assert.That(EscalationAt(Later, Waiting with { NotBefore = Moment.At("2026-06-01") }), Is.Null);

    [Test]
    public void A_failed_one_waits_for_an_operator() => Assert.That(EscalationAt(Later, Waiting with { State = RotationState.Failed }), Is.Null);

    [Test]
    public void One_that_rolls_back_is_urgent_by_nothing_but_an_operators_word() =>
        Assert.That(EscalationAt(Later, Waiting with { State = RotationState.RollingBack, FromVersion = 1, ToVersion = 2 }), Is.Null);

    [Test]
    public void Once_the_new_version_is_active_the_migration_keeps_to_the_window()
    {
        KeyVersion[] versions = [Key.Version("token_encryption", 1, KeyVersionState.Grace, Activated), Key.Active("token_encryption", Activated, version: 2)];

        Assert.That(RotationEscalation.Of(Waiting with { State = RotationState.Migrating, ToVersion = 2 }, Policy, versions, Moment.At(Later)), Is.Null);
    }

    [Test]
    public void Without_an_active_version_there_is_no_age() => Assert.That(RotationEscalation.Of(Waiting, Policy, [], Moment.At(Later)), Is.Null);

    [Test]
    public void Another_key_types_age_does_not_count() =>
        Assert.That(RotationEscalation.Of(Waiting, Policy, [Key.Active("api_signature", Activated), Key.Active("token_encryption", "2026-05-01")], Moment.At(Later)), Is.Null);

    private static Rotation? EscalationAt(string now, Rotation rotation) =>
        RotationEscalation.Of(rotation, Policy, [Key.Active("token_encryption", Activated)], Moment.At(now));
}
