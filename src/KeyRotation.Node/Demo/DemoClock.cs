namespace KeyRotation.Node.Demo;

/// <summary>
/// Policy time of a demo. While sample keys are made it stands in the past, so that they have ages; leases and claims are on the
/// database's clock and are not touched.
/// </summary>
internal sealed class DemoClock : TimeProvider
{
    private long _offsetTicks;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));
        set => Volatile.Write(ref _offsetTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
