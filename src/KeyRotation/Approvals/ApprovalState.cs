namespace KeyRotation.Approvals;

/// <summary>Where an approval stands (docs/approvals.md).</summary>
public enum ApprovalState
{
    /// <summary>It waits for a second person.</summary>
    Pending,

    /// <summary>Nobody decided in time.</summary>
    Expired,

    /// <summary>Somebody said no, or whoever asked took it back.</summary>
    Rejected,

    /// <summary>A second person said yes; the command is being carried out.</summary>
    Approved,

    /// <summary>The command was carried out.</summary>
    CarriedOut,

    /// <summary>The command was refused when it was carried out: things had changed meanwhile.</summary>
    Refused,
}
