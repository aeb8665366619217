namespace KeyRotation.Audit;

/// <summary>How the operation that an event records came out.</summary>
public enum AuditOutcome
{
    Success,
    Failure,
    Partial,
}
