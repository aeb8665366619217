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
        CountFirst = new Statement($"select {KeyOrder}, {CountList} from {Table} order by {KeyOrder} limit @limit");
        CountNext = new Statement($"select {KeyOrder}, {CountList} from {Table} where {Behind("after")} order by {KeyOrder} limit @limit");
    }

    public override Statement EstimateRows { get; }

    // It has no sampling; the key's index has all keys in order.
    public override Statement Boundaries(long rows) => new(BoundariesOf(Table));

    public override Statement WriteBack { get; }

    public override Statement CountFirst { get; }

    public override Statement CountNext { get; }

    public override Statement? CountHistoryFirst { get; }

    public override Statement? CountHistoryNext { get; }

    public override object WriteBackParameters(IReadOnlyList<RowRewrite> rewrites) => rewrites.Select(Parameters);

    // As it stands, bytes or text: what is neither is no ciphertext.
    protected override string Beginning(string column, ColumnEncoding encoding) =>
        $"substr({column}, 1, {(encoding == ColumnEncoding.Binary ? TargetCensus.BytesRead : TargetCensus.CharactersRead)})";

    // What SQLite cannot read as a moment has not expired.
    protected override string HasExpired(string column) => $"coalesce(julianday({column}) <= julianday('now'), 0)";

    protected override string ReadText(string where) => $"select {SelectList} from {Table}{(where.Length > 0 ? $" where {where}" : "")} order by {KeyOrder} limit @limit";

    protected override string Behind(string name) => $"({KeyOrder}) > ({Values(name)})";

    protected override string UpTo(string name) => $"({KeyOrder}) <= ({Values(name)})";

    private string Values(string name) => string.Join(", ", Target.KeyColumns.Select((_, index) => $"@{name}{index}"));

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
