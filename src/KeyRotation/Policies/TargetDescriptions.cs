namespace KeyRotation.Policies;

/// <summary>The targets of this configuration in words: names, tables, columns, never a connection string.</summary>
/// <param name="ByKeyType">A key type without targets is not in it.</param>
public sealed record TargetDescriptions(IReadOnlyDictionary<string, string> ByKeyType);
