namespace KeyRotation.Retirement;

/// <summary>
/// Who has read that a version is disabled. A consumer that has not opens under it and is refused nothing, so the days without an attempt
/// say nothing about it.
/// </summary>
/// <param name="Unread">Live consumers that have not acknowledged a ring without the version, for people.</param>
/// <param name="ReadAt">The last moment at which one did, on the database's clock; null = none had to: all came behind the disabling.</param>
public sealed record DisablingStand(IReadOnlyList<string> Unread, DateTimeOffset? ReadAt)
{
    /// <summary>From when on an attempt of any live consumer would have been refused and reported.</summary>
    public DateTimeOffset SinceOf(DateTimeOffset disabledAt) => ReadAt is { } read && read > disabledAt ? read : disabledAt;
}
