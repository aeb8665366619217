namespace KeyRotation.Client;

/// <summary>One moment by both clocks of the process. The wall clock can be set; the monotonic one stands still while the machine sleeps.</summary>
internal readonly record struct ClockReading(DateTimeOffset Utc, TimeSpan Monotonic)
{
    public static ClockReading Of(TimeProvider time) => new(time.GetUtcNow(), time.GetElapsedTime(0, time.GetTimestamp()));

    /// <summary>How long ago this was, by the clock that says longer.</summary>
    public TimeSpan AgeAt(ClockReading now)
    {
        var byWallClock = now.Utc - Utc;
        var byMonotonicClock = now.Monotonic - Monotonic;
        return byWallClock > byMonotonicClock ? byWallClock : byMonotonicClock;
    }
}
