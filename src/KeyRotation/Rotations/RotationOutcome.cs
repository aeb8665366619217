namespace KeyRotation.Rotations;

/// <summary>How a completed rotation ended.</summary>
public enum RotationOutcome
{
    /// <summary>Every reference was migrated and opened.</summary>
    Success,

    /// <summary>Accepted by a security officer with rows left in quarantine.</summary>
    Partial,
}
