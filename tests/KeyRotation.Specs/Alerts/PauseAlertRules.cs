using KeyRotation.Alerts;
using KeyRotation.Pauses;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class PauseAlertRules
{
    [Test]
    public void A_pause_of_a_week_is_said_with_who_why_and_how_it_ends()
    {
        var alert = Facts.TheOnly(Paused(Pause.Everything, "2026-05-25 12:00"));

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("scheduler_paused", "all", AlertSeverity.Medium)));
        Assert.That(alert.Message, Is.EqualTo("Routine rotation of all key types is held. Paused by ada since 2026-05-25T12:00:00Z: a move. Expected no pause longer than 7 days. `keyrotation resume` frees it."));
    }

    [Test]
    public void A_shorter_pause_is_a_command_like_any_other() => Assert.That(AlertRules.Of(Paused(Pause.Everything, "2026-05-25 13:00")), Is.Empty);

    [Test]
    public void A_pause_across_a_key_that_has_been_due_for_a_day_names_it()
    {
        var due = Paused("token_encryption", "2026-05-31 12:00") with { Versions = [Key.Active("token_encryption", "2026-03-02 12:00")] };

        Assert.That(Facts.TheOnly(due).Message, Does.Contain("Due for more than 1 days and held: token_encryption."));
    }

    [Test]
    public void A_pause_of_hours_across_a_due_key_is_not_said() =>
        Assert.That(AlertRules.Of(Paused("token_encryption", "2026-06-01 00:00") with { Versions = [Key.Active("token_encryption", "2026-03-02 12:00")] }), Is.Empty);

    [Test]
    public void A_pause_whose_time_is_over_is_none() =>
        Assert.That(AlertRules.Of(Paused(Pause.Everything, "2026-05-01", until: "2026-06-01 12:00")), Is.Empty);

    private static AlertFacts Paused(string scope, string since, string? until = null) =>
        Facts.AllIsWell with { Pauses = new PausesInForce([new Pause(scope, "a move", "ada", Moment.At(since), until is null ? null : Moment.At(until))]) };
}
