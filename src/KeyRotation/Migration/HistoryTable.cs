namespace KeyRotation.Migration;

/// <summary>A table that keeps former rows of a target. It is counted, never rewritten: who writes history is the database, or a trigger of its owner's.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="KeyColumns">The order that it is read in.</param>
public sealed record HistoryTable(string Table, IReadOnlyList<KeyColumn> KeyColumns)
{
    /// <summary>Several rows can have one key: a system-versioned table's history is in the order of its period, and one transaction ends many.</summary>
    public bool HasTies { get; init; }
}
