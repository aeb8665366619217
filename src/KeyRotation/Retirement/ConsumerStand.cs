namespace KeyRotation.Retirement;

/// <summary>A consumer that has neither signed off nor acknowledged an activation later than the last one of a version.</summary>
/// <param name="Name">For people.</param>
/// <param name="Host">The machine.</param>
/// <param name="SilentSince">When its lease ended, or ends, on the database's clock.</param>
public sealed record ConsumerStand(string Name, string Host, DateTimeOffset SilentSince)
{
    /// <summary>For how long after its last refresh its rings may seal, as it said when it registered; null = it did not say.</summary>
    public TimeSpan? MaxOffline { get; init; }

    public override string ToString() => $"{Name} on {Host}";
}
