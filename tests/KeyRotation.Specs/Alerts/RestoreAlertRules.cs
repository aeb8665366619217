using KeyRotation.Alerts;
using KeyRotation.Restores;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class RestoreAlertRules
{
    [Test]
    public void A_version_that_the_store_lost_and_escrow_does_not_give_back_is_said_with_the_reason()
    {
        var alert = Facts.TheOnly(Facts.AllIsWell with { Lost = [new LostVersion("token_encryption", 2, "2.kre is damaged.", Moment.At("2026-06-01 11:00"))] });

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("version_lost", "token_encryption version 2", AlertSeverity.Critical)));
        Assert.That(alert.Message, Does.Contain("2.kre is damaged.").And.Contain("2026-06-01T11:00:00Z").And.Contain("rotations of token_encryption wait"));
    }
}
