namespace KeyRotation.Approvals;

/// <summary>What a second person may have to approve.</summary>
public enum ApprovalAction
{
    /// <summary>An emergency rotation.</summary>
    Emergency,

    /// <summary>A rotation that is sent back to its predecessor.</summary>
    Rollback,

    /// <summary>Versions that are disabled and retired on somebody's word.</summary>
    Cleanup,
}
