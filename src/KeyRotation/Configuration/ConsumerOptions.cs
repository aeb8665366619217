namespace KeyRotation.Configuration;

/// <summary>What consumers of key rings are allowed.</summary>
public sealed class ConsumerOptions
{
    internal const int MostOfflineHours = 8760;

    /// <summary>
    /// Hours for which a key ring may go on encrypting after its last successful refresh. Shorter than every grace period, or data
    /// would be written under a version that is readable no more. Default 24, range 1 to 8760.
    /// </summary>
    public int MaxOfflineHours { get; set; } = 24;

    /// <summary>
    /// Minutes that a new version waits for consumers that do not answer. When they are over, an emergency goes on without them;
    /// others go on waiting, and an alert names who is missing. Default 10, range 1 to 1440.
    /// </summary>
    public double PropagationBoundMinutes { get; set; } = 10;
}
