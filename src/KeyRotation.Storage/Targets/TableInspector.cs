using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>Asks a database what a table looks like. The three dialects have the same members in the same order.</summary>
internal abstract class TableInspector
{
    protected abstract Statement Columns { get; }

    protected abstract Statement UniqueKeys { get; }

    /// <summary>The table that keeps former rows, and its period; no row where there is none.</summary>
    protected abstract Statement History { get; }

    /// <summary>What hides rows of the table, or of its history, from the login, in words; no row where nothing does.</summary>
    protected abstract Statement RowFilters { get; }

    protected abstract InspectedColumn Describe(ColumnRow row);

    public static TableInspector For(DatabaseKind kind) => kind switch
    {
        DatabaseKind.SqlServer => new SqlServerTableInspector(),
        DatabaseKind.PostgreSql => new PostgreSqlTableInspector(),
        DatabaseKind.Sqlite => new SqliteTableInspector(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No inspector for this kind of database."),
    };

    public Task<InspectedTable> InspectAsync(Database database, string table, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var parameters = new { table = database.Dialect.QuoteTable(table), name = table };
            var columns = await session.QueryAsync<ColumnRow>(Columns, parameters).ConfigureAwait(false);
            var keys = await session.QueryAsync<KeyRow>(UniqueKeys, parameters).ConfigureAwait(false);
            var history = await session.QuerySingleOrDefaultAsync<PeriodRow>(History, parameters).ConfigureAwait(false);
            return new InspectedTable(
                [.. columns.Select(Describe)],
                [.. keys.GroupBy(key => key.IndexName).Select(index => index.OrderBy(key => key.Position).Select(key => key.ColumnName).ToArray())])
            {
                History = history?.ToHistory(),
                RowFilters = await session.QueryAsync<string>(RowFilters, parameters).ConfigureAwait(false),
            };
        }, cancellationToken);

    public Task<IReadOnlyList<string>> RowFiltersOfAsync(Database database, string table, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<string>(RowFilters, new { table = database.Dialect.QuoteTable(table), name = table }), cancellationToken);

    /// <summary>The history of a system-versioned table. Its rows have no key; its clustered index is by its period, by default.</summary>
    private sealed class PeriodRow
    {
        public required string Table { get; init; }
        public required string From { get; init; }
        public required string Until { get; init; }

        public HistoryTable ToHistory() => new(Table, [Moment(Until), Moment(From)]) { HasTies = true };

        private static KeyColumn Moment(string name) => new(name, typeof(DateTime), "datetime2(7)", null);
    }

    internal sealed class ColumnRow
    {
        public required string Name { get; init; }

        /// <summary>The type's bare name, lower-case.</summary>
        public required string TypeName { get; init; }

        /// <summary>The type with its length and precision.</summary>
        public required string SqlType { get; init; }

        public int IsNullable { get; init; }

        public string? Collation { get; init; }

        public int? MaxLength { get; init; }

        public int? Scale { get; init; }
    }

    private sealed class KeyRow
    {
        public required string IndexName { get; init; }

        public required string ColumnName { get; init; }

        public int Position { get; init; }
    }
}
