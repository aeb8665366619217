using KeyRotation.Alerts;
using KeyRotation.Nodes;
using KeyRotation.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class NodeAlertRules
{
    [Test]
    public void A_node_that_refuses_work_says_by_how_much_its_clock_is_off()
    {
        var alert = Facts.TheOnly(With(Facts.Node("node-1"), Facts.Node("node-2") with { State = NodeState.RefusingWork, ClockSkewSeconds = -61.2 }));

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("node_clock", "node-2", AlertSeverity.High)));
        Assert.That(alert.Message, Does.Contain("its clock is -61 s off the database's; expected within 5 s"));
    }

    [Test]
    public void The_node_whose_key_encryption_key_is_not_that_of_the_most_is_the_odd_one()
    {
        var alert = Facts.TheOnly(With(Facts.Node("node-1", "2026-05-01") with { KekId = "file:odd" }, Facts.Node("node-2"), Facts.Node("node-3")));

        Assert.That((alert.Code, alert.Subject), Is.EqualTo(("key_encryption_key_differs", "node-1")));
        Assert.That(alert.Message, Does.Contain("holds the key-encryption key file:odd; expected file:test, as node-2, node-3"));
    }

    [Test]
    public void Of_two_nodes_the_odd_one_holds_a_key_that_wraps_no_version()
    {
        var alert = Facts.TheOnly(With(Facts.Node("node-1", "2026-04-01") with { KekId = "file:odd" }, Facts.Node("node-2")));

        Assert.That(alert.Subject, Is.EqualTo("node-1"), "Version 1 is wrapped by file:test.");
    }

    [Test]
    public void A_node_of_an_older_version_is_said_when_the_upgrade_takes_longer_than_30_minutes()
    {
        var alert = Facts.TheOnly(Upgraded("2026-06-01 11:30"));

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("node_version_differs", "node-1", AlertSeverity.Medium)));
        Assert.That(alert.Message, Does.Contain("runs version 1.9.0; expected 1.10.0, as node-2"));
    }

    [Test]
    public void A_rolling_upgrade_is_no_alert() => Assert.That(AlertRules.Of(Upgraded("2026-06-01 11:31")), Is.Empty);

    [Test]
    public void A_node_of_another_configuration_names_every_difference_and_who_configured_the_other()
    {
        PolicyDifference[] differences = [new("token_encryption", "RotationDays", "90", "30", "node-2"), new("token_encryption", "Targets", "", "oauth-tokens: t (id) secret binary", "node-2")];

        var alert = Facts.TheOnly(Facts.AllIsWell with { Differences = differences });

        Assert.That((alert.Code, alert.Subject, alert.Severity, alert.KeyType), Is.EqualTo(("configuration_differs", "node-1", AlertSeverity.Medium, "token_encryption")));
        Assert.That(alert.Message, Does.Contain("RotationDays is 90 here, and was 30 by node-2; token_encryption: Targets is"));
    }

    private static AlertFacts With(params ClusterNode[] nodes) => Facts.AllIsWell with { Nodes = nodes };

    private static AlertFacts Upgraded(string started) =>
        With(Facts.Node("node-1") with { Version = "1.9.0" }, Facts.Node("node-2", started) with { Version = "1.10.0" });
}
