namespace KeyRotation.Rotations;

/// <summary>What was done for one of all key types.</summary>
public enum ScheduleResult
{
    /// <summary>A rotation was opened.</summary>
    Opened,

    /// <summary>One is open, a failed one included.</summary>
    AlreadyOpen,

    /// <summary>Only what is due was asked for.</summary>
    NotDue,

    /// <summary>It is due, and left alone after a rollback: schedule it by name.</summary>
    HeldAfterRollback,
}
