using KeyRotation.Alerts;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class KeyAlertRules
{
    private static readonly AlertFacts NoKey = Facts.AllIsWell with { Versions = [] };

    [Test]
    public void A_key_older_than_150_percent_of_its_interval_is_severely_overdue()
    {
        var alert = Facts.TheOnly(Aged("2026-01-01 12:00"));

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("key_severely_overdue", "token_encryption", AlertSeverity.Critical)));
        Assert.That(alert.Message, Is.EqualTo("Version 1 of token_encryption is 151 days old, 168 % of its 90 days; expected at most 150 %. No rotation of it is open: `keyrotation schedule add token_encryption --reason overdue`."));
    }

    [Test]
    public void At_150_percent_it_is_not_yet() => Assert.That(AlertRules.Of(Aged("2026-01-17 12:00")), Is.Empty);

    [Test]
    public void An_overdue_key_says_what_holds_its_rotation_and_the_way_out()
    {
        var held = Rotations.Open.Rotation(RotationTrigger.SeverelyOverdue) with { Hold = Hold.Paused, HoldDetail = "Paused by ada since 2026-05-31T00:00:00Z: a move." };

        var alert = Facts.TheOnly(Aged("2026-01-01 12:00") with { Rotations = [held] });

        Assert.That(alert.RotationId, Is.EqualTo(held.Id));
        Assert.That(alert.Message, Does.EndWith($"Rotation {held.Id} is held. Paused by ada since 2026-05-31T00:00:00Z: a move. `keyrotation resume` frees it."));
    }

    [Test]
    public void A_key_type_without_an_active_key_is_said_when_it_has_lasted_10_minutes()
    {
        var alert = Facts.TheOnly(NoKeySince("2026-06-01 11:50"));

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("missing_key", "token_encryption", AlertSeverity.Critical)));
        Assert.That(alert.Message, Does.StartWith("token_encryption has no active version").And.Contain("No rotation of it is open"));
    }

    [Test]
    public void A_first_key_has_its_minutes_to_be_made() => Assert.That(AlertRules.Of(NoKeySince("2026-06-01 11:51")), Is.Empty);

    [Test]
    public void A_first_key_s_minutes_count_from_the_opening_of_its_rotation()
    {
        var waits = Rotations.Open.Rotation(RotationTrigger.NoActiveKey, scheduled: "2026-06-01 11:50") with { State = RotationState.Generating, LastError = "The escrow folder is away." };

        Assert.That(Facts.TheOnly(NoKeySince(Facts.Now) with { Rotations = [waits] }).Message, Does.Contain("its last attempt failed: The escrow folder is away."));
    }

    [Test]
    public void A_first_key_whose_rotation_failed_is_missing_at_once()
    {
        var failed = Rotations.Open.Rotation(RotationTrigger.NoActiveKey, scheduled: Facts.Now) with { State = RotationState.Failed, FailedIn = RotationState.Generating, LastError = "The escrow folder is away." };

        Assert.That(Facts.Codes(NoKeySince(Facts.Now) with { Rotations = [failed] }), Is.EquivalentTo(new[] { AlertCodes.MissingKey, AlertCodes.RotationFailed }));
    }

    private static AlertFacts Aged(string activated) => Facts.AllIsWell with { Versions = [Key.Active("token_encryption", activated)] };

    private static AlertFacts NoKeySince(string since) => NoKey with { NoKeySince = new Dictionary<string, DateTimeOffset> { ["token_encryption"] = Moment.At(since) } };
}
