namespace KeyRotation.Rotations;

/// <summary>When a rotation that failed in passing is tried again by itself.</summary>
public static class RetryPolicy
{
    private static readonly TimeSpan[] Delays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(25)];

    public static int MaxRetries => Delays.Length;

    /// <summary>The delay before the next attempt; null when the attempts are used up.</summary>
    public static TimeSpan? DelayAfter(int attempts) => attempts < Delays.Length ? Delays[attempts] : null;
}
