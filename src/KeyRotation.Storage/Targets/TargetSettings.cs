using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>A target as the configuration names it, before its table was looked at.</summary>
public sealed record TargetSettings
{
    public required string Name { get; init; }

    public required string KeyType { get; init; }

    public required DatabaseSettings Database { get; init; }

    public required string Table { get; init; }

    public required IReadOnlyList<string> KeyColumns { get; init; }

    public required IReadOnlyList<string> ContextColumns { get; init; }

    /// <summary>Logical types that are not to be detected, by context column.</summary>
    public IReadOnlyDictionary<string, LogicalType> ContextTypes { get; init; } = new Dictionary<string, LogicalType>();

    public required IReadOnlyList<SealedColumn> Columns { get; init; }

    /// <summary>The column that says when a row expires; null = rows do not expire.</summary>
    public string? ExpiresAt { get; init; }

    /// <summary>A table of former rows that the database does not keep by itself, and the columns of its key; null = there is none.</summary>
    public (string Table, IReadOnlyList<string> KeyColumns)? History { get; init; }
}
