namespace KeyRotation.Specs.Client;

/// <summary>A wall clock that can be set, and a monotonic one that stands still while the machine sleeps; each moves by hand.</summary>
internal sealed class TwoClocks : TimeProvider
{
    public DateTimeOffset Wall { get; set; } = Utc.At("2026-01-01T00:00");

    public TimeSpan Monotonic { get; set; } = TimeSpan.FromDays(3);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Wall;

    public override long GetTimestamp() => Monotonic.Ticks;

    public void Advance(TimeSpan by)
    {
        Wall += by;
        Monotonic += by;
    }
}
