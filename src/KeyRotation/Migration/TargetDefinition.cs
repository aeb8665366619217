namespace KeyRotation.Migration;

/// <summary>A table that holds ciphertext of a key type, as it was found in its database.</summary>
public sealed record TargetDefinition
{
    /// <summary>Bound into every ciphertext: it stays when the table is renamed.</summary>
    public required string Name { get; init; }

    public required string KeyType { get; init; }

    /// <summary>Schema-qualified where the database has schemas.</summary>
    public required string Table { get; init; }

    /// <summary>Unique together, in the order of their index: the order of the migration.</summary>
    public required IReadOnlyList<KeyColumn> KeyColumns { get; init; }

    /// <summary>Bound into every ciphertext, in this order.</summary>
    public required IReadOnlyList<ContextColumn> ContextColumns { get; init; }

    /// <summary>The context columns as they are stored: a row whose context changed meanwhile is not written back.</summary>
    public IReadOnlyList<KeyColumn> BoundColumns { get; init; } = [];

    public required IReadOnlyList<SealedColumn> Columns { get; init; }

    /// <summary>The column that says when a row expires; null = rows do not expire.</summary>
    public string? ExpiresAt { get; init; }

    /// <summary>Where former rows of the table are kept, with the same sealed columns; null = nowhere.</summary>
    public HistoryTable? History { get; init; }
}
