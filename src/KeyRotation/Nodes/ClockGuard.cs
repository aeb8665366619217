namespace KeyRotation.Nodes;

/// <summary>
/// What this process knows of its clock: measured against the database's at each check-in. A process that never checks in, as a
/// single command, goes by the clock that it has.
/// </summary>
public sealed class ClockGuard
{
    private long _skewTicks;
    private volatile bool _isAwaited;

    /// <summary>The node's clock minus the database's; zero before the first measurement.</summary>
    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));
        set
        {
            Interlocked.Exchange(ref _skewTicks, value.Ticks);
            _isAwaited = false;
        }
    }

    /// <summary>The first measurement is still to come.</summary>
    public bool IsAwaited => _isAwaited;

    /// <summary>Too far off, or not known yet: this node takes no work, and stops what it has at the next batch.</summary>
    public bool RefusesWork => _isAwaited || ClockSkew.IsRefused(Skew);

    /// <summary>Why it refuses work, as a sentence.</summary>
    public string Describe() => _isAwaited
        ? "This node's clock could not be compared with the database's yet."
        : $"This node's clock is {Skew.TotalSeconds:0.0} s off the database's.";

    /// <summary>Nothing is decided by this clock until it is measured.</summary>
    public void Await() => _isAwaited = true;
}
