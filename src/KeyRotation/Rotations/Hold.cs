namespace KeyRotation.Rotations;

/// <summary>Why an open rotation waits. Not a state: it is shown beside the state.</summary>
public enum Hold
{
    WindowClosed,
    Paused,
    NoSlot,
    Dependency,
    Preempted,
    Throttled,
    Consumers,
    LateWriters,
    BackupStale,
    ClockSuspect,
    Disabled,
    LostVersion,
}
