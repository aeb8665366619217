using Dapper;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Dialects;

namespace KeyRotation.Storage.Targets;

/// <summary>SQLite: row-value comparison for the keyset, one prepared statement a row for the write-back, in one transaction.</summary>
internal sealed class SqliteTargetSql : TargetSql
{
    public SqliteTargetSql(Dialect dialect, TargetDefinition target, IReadOnlyList<SourceColumn> sources)
        : base(dialect, target, sources)
    {
        EstimateRows = new Statement($"select count(*) from {Table}");
        WriteBack = new Statement(WriteBackText());
    }

    public override Statement EstimateRows { get; }

    // It has no sampling; the key's index has all keys in order.
    public override Statement Boundaries(long rows) => new(BoundariesOf(Table));

    public override Statement WriteBack { get; }

    public override object WriteBackParameters(IReadOnlyList<RowRewrite> rewrites) => rewrites.Select(Parameters);

    // As it stands, bytes or text: what is neither is no ciphertext.
    protected override string Beginning(string column, ColumnEncoding encoding) =>
        $"substr({column}, 1, {(encoding == ColumnEncoding.Binary ? TargetCensus.BytesRead : TargetCensus.CharactersRead)})";

    // What SQLite cannot read as a moment has not expired.
    protected override string HasExpired(string column) => $"coalesce(julianday({column}) <= julianday('now', '-{TargetCensus.ExpiryMarginHours} hours'), 0)";

    // A history whose key is not unique is SQL Server's only.
    protected override string PageText(string columns, string table, string where, string order, bool withTies) =>
        $"select {columns} from {table}{(where.Length > 0 ? $" where {where}" : "")} order by {order} limit @limit";

    protected override string Behind(IReadOnlyList<KeyColumn> key, string name) => $"({OrderOf(key)}) > ({Values(key, name)})";

    protected override string UpTo(IReadOnlyList<KeyColumn> key, string name) => $"({OrderOf(key)}) <= ({Values(key, name)})";

    private static string Values(IReadOnlyList<KeyColumn> key, string name) => string.Join(", ", key.Select((_, index) => $"@{name}{index}"));

    private string WriteBackText()
    {
        var set = string.Join(", ", Target.Columns.Select((column, index) => $"{Dialect.Quote(column.Name)} = @n{index}"));
        var conditions = Target.KeyColumns.Select((column, index) => $"{Dialect.Quote(column.Name)} = @k{index}")
            .Concat(Target.Columns.Select((column, index) => $"{Dialect.Quote(column.Name)} collate binary is @o{index}"))
            .Concat(Sources.Select((source, index) => $"{Dialect.Quote(source.Name)} collate binary is @s{index}"))
            .Concat(Target.BoundColumns.Select((column, index) => $"{Dialect.Quote(column.Name)} collate binary is @c{index}"));
        return $"update {Table} set {set} where {string.Join(" and ", conditions)}";
    }

    private static DynamicParameters Parameters(RowRewrite rewrite)
    {
        var parameters = new DynamicParameters();
        Add(parameters, 'k', rewrite.Row.Key);
        Add(parameters, 'o', rewrite.Row.Cells);
        Add(parameters, 'n', rewrite.NewCells);
        Add(parameters, 's', rewrite.Row.Sources);
        Add(parameters, 'c', rewrite.Row.Bound);
        return parameters;
    }

    private static void Add(DynamicParameters parameters, char prefix, IReadOnlyList<object?> values)
    {
        for (var index = 0; index < values.Count; index++)
            parameters.Add($"{prefix}{index}", values[index]);
    }
}
