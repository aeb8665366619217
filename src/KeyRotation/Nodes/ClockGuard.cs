namespace KeyRotation.Nodes;

/// <summary>What this node knows of its clock: measured against the database's at each check-in.</summary>
public sealed class ClockGuard
{
    private long _skewTicks;

    /// <summary>The node's clock minus the database's.</summary>
    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));
        set => Interlocked.Exchange(ref _skewTicks, value.Ticks);
    }

    /// <summary>Too far: this node takes no work, and stops what it has at the next batch.</summary>
    public bool RefusesWork => ClockSkew.IsRefused(Skew);
}
