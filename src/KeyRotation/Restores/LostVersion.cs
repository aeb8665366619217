namespace KeyRotation.Restores;

/// <summary>A key version that escrow has, the store lacks, and that could not be brought back yet.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Version">The key version.</param>
/// <param name="Problem">Why not, and what to do, for people.</param>
/// <param name="FoundAt">When it was missed first, by policy time, UTC.</param>
public sealed record LostVersion(string KeyType, int Version, string Problem, DateTimeOffset FoundAt)
{
    /// <summary>
    /// Since when its object is not in escrow any more; null = it is. Nothing waits for it then, and its number is never given to another
    /// key: what is sealed under it names it, and applications may still hold it.
    /// </summary>
    public DateTimeOffset? GivenUpAt { get; init; }
}
