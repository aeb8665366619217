namespace KeyRotation.Client;

/// <summary>How a consumer follows the store.</summary>
public sealed record ConsumerSettings
{
    /// <summary>How long the consumer counts as live without a sign, on the database's clock. Default 90 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How often it looks for a new epoch. Default 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
