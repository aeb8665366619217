namespace KeyRotation.Migration;

/// <summary>The table in which the database keeps former rows of a temporal table; nobody but the database writes to it.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="From">The column that says since when a row was so.</param>
/// <param name="Until">The column that says until when.</param>
public sealed record HistoryTable(string Table, string From, string Until);
