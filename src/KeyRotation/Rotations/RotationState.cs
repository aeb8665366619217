namespace KeyRotation.Rotations;

/// <summary>
/// Where a rotation stands. The chart and the permitted moves are in <c>docs/states.md</c> and <c>RotationTransitions</c>.
/// </summary>
public enum RotationState
{
    /// <summary>Opened, nothing done yet.</summary>
    Scheduled,

    /// <summary>The new version is created, escrowed and read back.</summary>
    Generating,

    /// <summary>The new version is pending until every live consumer holds it; then it is activated.</summary>
    Propagating,

    /// <summary>References to older versions are rewritten, batch by batch.</summary>
    Migrating,

    /// <summary>Every reference is counted and opened; late writers are swept.</summary>
    Verifying,

    /// <summary>Done; see <see cref="RotationOutcome"/>.</summary>
    Completed,

    /// <summary>Retries are used up, or rows are in quarantine; an operator decides.</summary>
    Failed,

    /// <summary>The predecessor is being made active again.</summary>
    RollingBack,

    /// <summary>The predecessor is active again and every row is back under it.</summary>
    RolledBack,

    /// <summary>Ended by an operator before activation.</summary>
    Cancelled,

    /// <summary>An emergency rotation took its place.</summary>
    Superseded,
}
