namespace KeyRotation.Status;

/// <summary>What the scheduler is doing, in one word; the first that applies.</summary>
public enum SchedulerState
{
    /// <summary>No worker is alive.</summary>
    Error,

    /// <summary>Everything routine is paused.</summary>
    Paused,

    /// <summary>The maintenance window is open.</summary>
    Maintenance,

    Active,
}
