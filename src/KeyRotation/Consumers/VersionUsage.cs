namespace KeyRotation.Consumers;

/// <summary>How often a key version was used by all consumers together, those that ended included.</summary>
/// <param name="Version">The key version.</param>
/// <param name="Seals">Seals and signatures.</param>
/// <param name="Opens">Opens and verifications.</param>
/// <param name="LastSealAt">On the database's clock; null when there was none.</param>
/// <param name="LastOpenAt">On the database's clock; null when there was none.</param>
public sealed record VersionUsage(int Version, long Seals, long Opens, DateTimeOffset? LastSealAt, DateTimeOffset? LastOpenAt);
