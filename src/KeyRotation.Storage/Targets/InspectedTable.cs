using KeyRotation.Migration;

namespace KeyRotation.Storage.Targets;

/// <summary>A table as its database describes it.</summary>
/// <param name="Columns">In their order in the table; empty when there is no such table.</param>
/// <param name="UniqueKeys">The columns of the primary key and of each unique, unfiltered index, in index order.</param>
internal sealed record InspectedTable(IReadOnlyList<InspectedColumn> Columns, IReadOnlyList<IReadOnlyList<string>> UniqueKeys)
{
    /// <summary>Where the database itself keeps former rows; null = nowhere.</summary>
    public HistoryTable? History { get; init; }

    /// <summary>What hides rows from the login, in words.</summary>
    public IReadOnlyList<string> RowFilters { get; init; } = [];

    public bool Exists => Columns.Count > 0;

    public InspectedColumn? Find(string name) => Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));
}
