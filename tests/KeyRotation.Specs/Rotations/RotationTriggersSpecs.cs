using KeyRotation.Rotations;
using static KeyRotation.Rotations.RotationPriority;

namespace KeyRotation.Specs.Rotations;

public sealed class RotationTriggersSpecs
{
    [TestCase("security_breach", Emergency)]
    [TestCase("vulnerability_discovery", Emergency)]
    [TestCase("incident_response", Emergency)]
    [TestCase("regulatory_order", Emergency)]
    [TestCase("no_active_key", High)]
    [TestCase("severely_overdue", High)]
    [TestCase("security_incident", High)]
    [TestCase("compliance_requirement", High)]
    [TestCase("routine", Normal)]
    [TestCase("planned_maintenance", Normal)]
    [TestCase("policy_update", Normal)]
    public void The_priority_follows_from_the_trigger(string name, RotationPriority priority)
    {
        var trigger = RotationTriggers.Find(name);

        Assert.That(trigger, Is.Not.Null);
        Assert.That(RotationTriggers.PriorityOf(trigger!.Value), Is.EqualTo(priority));
        Assert.That(RotationTriggers.NameOf(trigger.Value), Is.EqualTo(name));
    }

    [Test]
    public void The_list_is_closed()
    {
        Assert.That(RotationTriggers.Names, Is.EquivalentTo(new[]
        {
            "security_breach", "vulnerability_discovery", "incident_response", "regulatory_order",
            "no_active_key", "severely_overdue", "security_incident", "compliance_requirement",
            "routine", "planned_maintenance", "policy_update",
        }));
    }

    [TestCase("")]
    [TestCase("Routine")]
    [TestCase("SecurityBreach")]
    [TestCase("security-breach")]
    [TestCase("routine ")]
    [TestCase("0")]
    public void Another_spelling_is_no_trigger(string name) => Assert.That(RotationTriggers.Find(name), Is.Null);

    [Test]
    public void A_number_that_is_no_trigger_has_no_priority() =>
        Assert.That(() => RotationTriggers.PriorityOf((RotationTrigger)99), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Emergencies_come_before_high_ones_and_those_before_normal_ones() =>
        Assert.That(new[] { Normal, Emergency, High }.OrderDescending(), Is.EqualTo(new[] { Emergency, High, Normal }));
}
