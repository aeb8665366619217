namespace KeyRotation.Rotations;

/// <summary>Why a rotation was opened. The priority follows from it: <c>RotationTriggers.PriorityOf</c>.</summary>
public enum RotationTrigger
{
    SecurityBreach,
    VulnerabilityDiscovery,
    IncidentResponse,
    RegulatoryOrder,

    NoActiveKey,
    SeverelyOverdue,
    SecurityIncident,
    ComplianceRequirement,

    Routine,
    PlannedMaintenance,
    PolicyUpdate,
}
