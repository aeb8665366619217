using KeyRotation.Alerts;
using KeyRotation.Incidents;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class IncidentAlertRules
{
    private static readonly RotationId Rotation = new(Guid.Parse("019ab000-0000-7000-8000-000000000002"));

    [Test]
    public void One_that_was_declared_says_who_why_and_where_to_look()
    {
        var alert = Facts.TheOnly(Declared(Incident("2026-06-01 11:30")));

        Assert.That((alert.Code, alert.Subject, alert.Severity, alert.RotationId), Is.EqualTo(("incident_declared", "019ab000-0000-7000-8000-000000000001", AlertSeverity.Critical, (RotationId?)Rotation)));
        Assert.That(alert.Message, Is.EqualTo(
            $"olga declared an emergency of token_encryption at 2026-06-01T11:30:00Z: a laptop was lost. Version 3 is marked compromised. Rotation {Rotation} answers it; `keyrotation incidents show 019ab000-0000-7000-8000-000000000001` has the snapshot."));
    }

    [Test]
    public void An_hour_later_it_is_over_where_its_rotation_is() => Assert.That(AlertRules.Of(Declared(Incident("2026-06-01 11:00"))), Is.Empty);

    [Test]
    public void While_its_rotation_is_open_it_lasts()
    {
        var open = Rotations.Open.Rotation(RotationTrigger.SecurityBreach, scheduled: "2026-06-01 06:00") with { Id = Rotation };

        Assert.That(AlertRules.Of(Declared(Incident("2026-06-01 06:00")) with { Rotations = [open] }).Select(alert => alert.Code), Is.EqualTo(new[] { "incident_declared" }));
    }

    [Test]
    public void A_second_one_is_said_for_itself() =>
        Assert.That(AlertRules.Of(Declared(Incident("2026-06-01 11:50") with { Id = Guid.NewGuid() }, Incident("2026-06-01 11:30"))).Select(alert => alert.Subject).Distinct().Count(), Is.EqualTo(2));

    private static AlertFacts Declared(params Incident[] incidents) => Facts.AllIsWell with { Incidents = incidents };

    private static Incident Incident(string openedAt) => new()
    {
        Id = Guid.Parse("019ab000-0000-7000-8000-000000000001"),
        RotationId = Rotation,
        KeyType = "token_encryption",
        Reason = "a laptop was lost.",
        OpenedBy = "olga",
        OpenedAt = Moment.At(openedAt),
        CompromisedVersion = 3,
    };
}
