namespace KeyRotation.Retirement;

/// <summary>Consumers tried to open something under a disabled version.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Version">The key version.</param>
/// <param name="Attempts">By all consumers together, since each started.</param>
/// <param name="LastAt">On the database's clock.</param>
/// <param name="By">The consumer that did last, for people.</param>
public sealed record AttemptedOpen(string KeyType, int Version, long Attempts, DateTimeOffset LastAt, string By);
