namespace KeyRotation.Rotations;

/// <summary>What a rotation that rolls back has to do next. Not stored: it follows from where its two versions stand.</summary>
public enum RollbackPhase
{
    /// <summary>Its version was never active: it is disabled, and no data moves.</summary>
    Withdraw,

    /// <summary>Its version is active: the predecessor takes its place when every live consumer holds it.</summary>
    Reactivate,

    /// <summary>The predecessor is active again: rows are migrated back to it, and swept.</summary>
    MigrateBack,
}
