namespace KeyRotation.Faults;

/// <summary>What a failpoint does to its process.</summary>
public enum FailpointAction
{
    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    Kill,

    /// <summary>SIGSTOP: the process stands still until somebody continues it, as a paused virtual machine does.</summary>
    Stop,

    /// <summary>A <see cref="FailpointReachedException"/>.</summary>
    Throw,
}
