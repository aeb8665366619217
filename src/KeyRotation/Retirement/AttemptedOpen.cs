namespace KeyRotation.Retirement;

/// <summary>Consumers tried to open something under a disabled version, or did: one that has not read that it is disabled is not refused.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Version">The key version.</param>
/// <param name="Attempts">That were refused, by all consumers together, since each started.</param>
/// <param name="LastAt">On the database's clock.</param>
/// <param name="By">The consumer that did last, for people.</param>
public sealed record AttemptedOpen(string KeyType, int Version, long Attempts, DateTimeOffset LastAt, string By)
{
    /// <summary>Nobody refused the last one.</summary>
    public bool WasOpened { get; init; }

    /// <summary>What happened, for people.</summary>
    public string What => WasOpened ? $"{By} opened something under it" : $"{By} tried to open something under it";
}
