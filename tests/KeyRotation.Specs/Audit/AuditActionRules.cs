using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

public sealed class AuditActionRules
{
    [Test]
    public void All_names_each_action_once() => Assert.That(AuditActions.All, Is.Unique.And.Contains(AuditActions.RotationOpened).And.Contains(AuditActions.AlertAcknowledged));

    [Test]
    public void Each_is_a_thing_and_what_became_of_it() => Assert.That(AuditActions.All, Has.All.Match("^[a-z_]+\\.[a-z_]+$"));
}
