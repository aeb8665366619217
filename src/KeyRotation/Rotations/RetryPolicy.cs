namespace KeyRotation.Rotations;

/// <summary>When a rotation that failed in passing is tried again by itself.</summary>
public static class RetryPolicy
{
    /// <summary>Before the first, the second and the third retry: 1, 5 and 25 minutes.</summary>
    public static IReadOnlyList<TimeSpan> Delays { get; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(25)];

    public static int MaxRetries => Delays.Count;

    public static TimeSpan LongestDelay => Delays[^1];

    /// <summary>The delay before the next attempt; null when the attempts are used up.</summary>
    /// <param name="attempts">Retries so far, 0 and up.</param>
    public static TimeSpan? DelayAfter(int attempts) => attempts < Delays.Count ? Delays[attempts] : null;
}
