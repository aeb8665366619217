namespace KeyRotation.Client;

/// <summary>How a consumer follows the store.</summary>
public sealed record ConsumerSettings
{
    /// <summary>How long the consumer counts as live without a sign, on the database's clock. Default 90 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How often it looks for a new epoch. Default 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a ring may seal after it was last known to be the store's. Default 24 h; shorter than every grace period.</summary>
    public TimeSpan MaxOffline { get; init; } = TimeSpan.FromHours(24);

    /// <summary>At most one look into the store in this time for versions that a ring does not know, for each key type. Default 1 s.</summary>
    public TimeSpan UnknownVersionInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The process's own two clocks. Not the one that policy is decided by: a demo sets that one back by months, which says nothing of
    /// how old a ring is.
    /// </summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The lease is renewed, and use reported, three times before it is over.</summary>
    internal TimeSpan HeartbeatInterval => Lease / 3;
}
