namespace KeyRotation.Retirement;

/// <summary>By which rules versions are disabled and retired.</summary>
public sealed record RetirementSettings
{
    /// <summary>Whether versions are retired at all; otherwise they stop at disabled. Default false.</summary>
    public bool AllowRetire { get; init; }

    /// <summary>How long a version is disabled, without an attempt to open something under it, before it is retired. Default 7 days.</summary>
    public TimeSpan SoftDisable { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The same of a compromised version. Default 1 day.</summary>
    public TimeSpan CompromisedSoftDisable { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long this node may seal after its last refresh. What other consumers may is in their registrations. Default 24 h.</summary>
    public TimeSpan MaxOffline { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long after its seal a ciphertext is committed at the latest. Default 1 h.</summary>
    public TimeSpan MaxWriteLag { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan SoftDisableOf(Keys.KeyVersion version) => version.CompromisedAt is null ? SoftDisable : CompromisedSoftDisable;
}
