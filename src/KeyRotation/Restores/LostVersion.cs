namespace KeyRotation.Restores;

/// <summary>A key version that escrow has, the store lacks, and that could not be brought back yet.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Version">The key version.</param>
/// <param name="Problem">Why not, and what to do, for people.</param>
/// <param name="FoundAt">When it was missed first, by policy time, UTC.</param>
public sealed record LostVersion(string KeyType, int Version, string Problem, DateTimeOffset FoundAt);
