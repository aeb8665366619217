using KeyRotation.Migration;

namespace KeyRotation.Storage.Targets;

/// <summary>A target as the registry has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeyType">The key type that its columns are sealed under.</param>
/// <param name="Columns">The sealed columns.</param>
/// <param name="Place">Null in an entry made before places were kept.</param>
/// <param name="RegisteredAt">UTC.</param>
/// <param name="RetiredAt">Since when rotations complete without it, UTC; null = they do not.</param>
public sealed record TargetEntry(string Name, string KeyType, IReadOnlyList<string> Columns, TargetPlace? Place, DateTimeOffset RegisteredAt, DateTimeOffset? RetiredAt);
