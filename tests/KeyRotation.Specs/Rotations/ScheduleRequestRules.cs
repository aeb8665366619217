using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>What people may ask for who schedule a rotation.</summary>
public sealed class ScheduleRequestRules
{
    [TestCase(RotationTrigger.PlannedMaintenance)]
    [TestCase(RotationTrigger.PolicyUpdate)]
    [TestCase(RotationTrigger.Routine)]
    [TestCase(RotationTrigger.SecurityIncident)]
    [TestCase(RotationTrigger.ComplianceRequirement)]
    public void A_trigger_of_peoples_own_may_be_asked_for_with_its_priority_or_without(RotationTrigger trigger)
    {
        Assert.That(Check(trigger), Is.Null);
        Assert.That(Check(trigger, RotationTriggers.PriorityOf(trigger)), Is.Null);
    }

    [TestCase(RotationTrigger.NoActiveKey)]
    [TestCase(RotationTrigger.SeverelyOverdue)]
    public void What_detection_finds_is_not_for_people_to_say(RotationTrigger trigger) =>
        Assert.That(Check(trigger)?.Code, Is.EqualTo("trigger_is_detected"));

    [TestCase(RotationTrigger.SecurityBreach)]
    [TestCase(RotationTrigger.VulnerabilityDiscovery)]
    [TestCase(RotationTrigger.IncidentResponse)]
    [TestCase(RotationTrigger.RegulatoryOrder)]
    public void An_emergency_is_asked_for_at_its_own_endpoint_even_with_its_priority(RotationTrigger trigger)
    {
        Assert.That(Check(trigger)?.Code, Is.EqualTo("emergency_by_its_own_endpoint"));
        Assert.That(Check(trigger, RotationPriority.Emergency)?.Code, Is.EqualTo("emergency_by_its_own_endpoint"));
    }

    private static IEnumerable<TestCaseData> Contradictions =>
        from trigger in Enum.GetValues<RotationTrigger>()
        from priority in Enum.GetValues<RotationPriority>()
        where priority != RotationTriggers.PriorityOf(trigger)
        select new TestCaseData(trigger, priority);

    [TestCaseSource(nameof(Contradictions))]
    public void A_priority_that_contradicts_the_trigger_is_refused(RotationTrigger trigger, RotationPriority priority)
    {
        var refusal = Check(trigger, priority);

        Assert.That((refusal?.Kind, refusal?.Code), Is.EqualTo((RefusalKind.Invalid, "priority_contradicts_trigger")));
        Assert.That(refusal?.Detail, Does.Contain($"{RotationTriggers.NameOf(trigger)} has priority {RotationTriggers.PriorityOf(trigger)}, not {priority}"));
    }

    private static Refusal? Check(RotationTrigger trigger, RotationPriority? priority = null) =>
        RotationRequests.Check(new ScheduleRequest("token_encryption", trigger, priority, "a test", null, "ada"));
}
