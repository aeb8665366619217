namespace KeyRotation.Consumers;

/// <summary>How often a consumer used one key version since it started; what it reports next is never less.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Version">The key version.</param>
/// <param name="Seals">Seals and signatures.</param>
/// <param name="Opens">Opens and verifications.</param>
/// <param name="SinceLastSeal">How long before the report the last seal was; the store makes a moment of its own clock of it. Null = there was none.</param>
/// <param name="SinceLastOpen">The same of the last open.</param>
public sealed record UsageReport(string KeyType, int Version, long Seals, long Opens, TimeSpan? SinceLastSeal, TimeSpan? SinceLastOpen)
{
    /// <summary>Opens and verifications that were refused because the version is disabled.</summary>
    public long Attempts { get; init; }

    /// <summary>The same of the last of those.</summary>
    public TimeSpan? SinceLastAttempt { get; init; }
}
