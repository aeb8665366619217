using KeyRotation.Alerts;
using KeyRotation.Retirement;
using KeyRotation.Specs.Policies;
using KeyRotation.Specs.Retirement;

namespace KeyRotation.Specs.Alerts;

public sealed class RetirementAlertRules
{
    [Test]
    public void An_attempt_to_open_something_under_a_disabled_version_names_who_and_when()
    {
        var alert = Facts.TheOnly(Facts.AllIsWell with { Attempts = [new AttemptedOpen("token_encryption", 1, 3, Moment.At("2026-06-01 11:00"), "billing on app-1")] });

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("disabled_version_used", "token_encryption version 1", AlertSeverity.High)));
        Assert.That(alert.Message, Does.StartWith("billing on app-1 tried to open something under version 1").And.Contain("2026-06-01T11:00:00Z"));
    }

    [Test]
    public void A_reference_that_is_left_after_the_grace_period_is_said()
    {
        var alert = Facts.TheOnly(Counted(new TargetCount("secrets") { References = new Dictionary<int, long> { [1] = 3 } }));

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("version_kept", "token_encryption version 1", AlertSeverity.Medium)));
        Assert.That(alert.Message, Does.Contain("3 ciphertexts name it, in secrets; expected none"));
    }

    [Test]
    public void So_is_what_could_not_be_counted_or_read()
    {
        Assert.That(Facts.TheOnly(Counted(new TargetCount("secrets") { Obstacle = new CountObstacle(KeepReason.TransactionsOpen, "session 7") })).Message, Does.Contain("(transactions_open): session 7"));
        Assert.That(Facts.TheOnly(Counted(new TargetCount("secrets") { Unreadable = 2 })).Message, Does.Contain("2 ciphertexts have no header"));
    }

    [Test]
    public void A_count_of_the_time_when_it_was_in_use_says_nothing() =>
        Assert.That(AlertRules.Of(Counted(new TargetCount("secrets") { References = new Dictionary<int, long> { [1] = 3 } }, begun: "2026-05-30")), Is.Empty);

    [Test]
    public void Nothing_is_said_where_nothing_names_it() => Assert.That(AlertRules.Of(Counted(new TargetCount("secrets") { Rows = 9 })), Is.Empty);

    private static AlertFacts Counted(TargetCount count, string begun = "2026-06-01 02:00") => Facts.AllIsWell with
    {
        Versions = [Old.InGrace(), .. Facts.AllIsWell.Versions.Select(version => version with { Version = 2 })],
        Censuses = [Old.Counted(count) with { BegunAt = Moment.At(begun) }],
    };
}
