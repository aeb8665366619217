using System.Data;
using System.Globalization;
using System.Text;
using Dapper;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Dialects;
using Npgsql;

namespace KeyRotation.Storage.Targets;

/// <summary>PostgreSQL: row-value comparison for the keyset, <c>unnest</c> of arrays for the write-back.</summary>
internal sealed class PostgreSqlTargetSql : TargetSql
{
    /// <summary>A table that the statistics say is larger is not counted.</summary>
    private const int CountedUpTo = 1_000_000;

    public PostgreSqlTargetSql(Dialect dialect, TargetDefinition target, IReadOnlyList<SourceColumn> sources)
        : base(dialect, target, sources)
    {
        EstimateRows = new Statement(
            $"""
            select cast(case when c.reltuples > {CountedUpTo} then c.reltuples else (select count(*) from {Table}) end as bigint)
            from pg_catalog.pg_class c
            where c.oid = '{Table.Replace("'", "''", StringComparison.Ordinal)}'::regclass
            """);
        WriteBack = new Statement(WriteBackText());
    }

    public override Statement EstimateRows { get; }

    public override Statement Boundaries(long rows) => new(BoundariesOf(rows <= SampledRows
        ? Table
        : string.Create(CultureInfo.InvariantCulture, $"{Table} tablesample system ({100.0 * SampledRows / rows:0.####})")));

    public override Statement WriteBack { get; }

    public override object WriteBackParameters(IReadOnlyList<RowRewrite> rewrites)
    {
        var parameters = new DynamicParameters();
        for (var index = 0; index < Target.KeyColumns.Count; index++)
            parameters.Add($"k{index}", Values(Target.KeyColumns[index].ClrType, rewrites, row => row.Key[index]));
        for (var index = 0; index < Target.BoundColumns.Count; index++)
            parameters.Add($"c{index}", Values(Target.BoundColumns[index].ClrType, rewrites, row => row.Bound[index]));
        for (var index = 0; index < Target.Columns.Count; index++)
        {
            var column = index;
            parameters.Add($"o{index}", Cells(Target.Columns[index].Encoding, rewrites.Select(rewrite => rewrite.Row.Cells[column]), rewrites.Count));
            parameters.Add($"n{index}", Cells(Target.Columns[index].Encoding, rewrites.Select(rewrite => rewrite.NewCells[column]), rewrites.Count));
        }
        for (var index = 0; index < Sources.Count; index++)
        {
            var source = index;
            parameters.Add($"s{index}", Cells(Sources[index].Encoding, rewrites.Select(rewrite => rewrite.Row.Sources[source]), rewrites.Count));
        }
        return parameters;
    }

    protected override string Beginning(string column, ColumnEncoding encoding) => encoding == ColumnEncoding.Binary
        ? $"substring({column} from 1 for {TargetCensus.BytesRead})"
        : $"left({column}::text, {TargetCensus.CharactersRead})";

    // Seconds since 1970: of a timestamp without a zone as if it were UTC; a cast would take the session's zone.
    protected override string HasExpired(string column) => $"extract(epoch from {column}) <= extract(epoch from clock_timestamp() - interval '{TargetCensus.ExpiryMarginHours} hours')";

    // A history whose key is not unique is SQL Server's only.
    protected override string PageText(string columns, string table, string where, string order, bool withTies) =>
        $"select {columns} from {table}{(where.Length > 0 ? $" where {where}" : "")} order by {order} limit @limit";

    protected override string Behind(IReadOnlyList<KeyColumn> key, string name) => $"({OrderOf(key)}) > ({Typed(key, name)})";

    protected override string UpTo(IReadOnlyList<KeyColumn> key, string name) => $"({OrderOf(key)}) <= ({Typed(key, name)})";

    private static string Typed(IReadOnlyList<KeyColumn> key, string name) => string.Join(", ", key.Select((column, index) => $"cast(@{name}{index} as {column.SqlType})"));

    private string WriteBackText()
    {
        var columns = Target.Columns;
        var names = Target.KeyColumns.Select((_, index) => $"k{index}")
            .Concat(columns.SelectMany((_, index) => new[] { $"o{index}", $"n{index}" }))
            .Concat(Sources.Select((_, index) => $"s{index}"))
            .Concat(Target.BoundColumns.Select((_, index) => $"c{index}"));
        var arrays = Target.KeyColumns.Select((column, index) => $"cast(@k{index} as {column.SqlType}[])")
            .Concat(columns.SelectMany((column, index) => new[] { $"@o{index}", $"@n{index}" }))
            .Concat(Sources.Select((_, index) => $"@s{index}"))
            .Concat(Target.BoundColumns.Select((column, index) => $"cast(@c{index} as {column.SqlType}[])"));
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"update {Table} as t");
        text.AppendLine(CultureInfo.InvariantCulture, $"set {string.Join(", ", columns.Select((column, index) => $"{Dialect.Quote(column.Name)} = u.n{index}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"from unnest({string.Join(", ", arrays)}) as u({string.Join(", ", names)})");
        text.Append(CultureInfo.InvariantCulture, $"where {string.Join(" and ", Target.KeyColumns.Select((column, index) => $"t.{Dialect.Quote(column.Name)} = u.k{index}"))}");
        for (var index = 0; index < columns.Count; index++)
            text.Append(CultureInfo.InvariantCulture, $"\n  and {Unchanged(Dialect.Quote(columns[index].Name), $"u.o{index}", columns[index].Encoding == ColumnEncoding.Text)}");
        for (var index = 0; index < Sources.Count; index++)
            text.Append(CultureInfo.InvariantCulture, $"\n  and {Unchanged(Dialect.Quote(Sources[index].Name), $"u.s{index}", Sources[index].Encoding == ColumnEncoding.Text)}");
        for (var index = 0; index < Target.BoundColumns.Count; index++)
            text.Append(CultureInfo.InvariantCulture, $"\n  and {SameContext(Target.BoundColumns[index], index)}");
        return text.ToString();
    }

    // Two ciphertexts can be equal without case; only their bytes decide.
    private static string Unchanged(string column, string old, bool isText) => isText
        ? $"t.{column}::text collate \"C\" is not distinct from {old} collate \"C\""
        : $"t.{column} is not distinct from {old}";

    // Not by the column's own collation: what differs in case only is another place to be bound to.
    private string SameContext(KeyColumn column, int index) => column.Collation is null
        ? $"t.{Dialect.Quote(column.Name)} = u.c{index}"
        : $"t.{Dialect.Quote(column.Name)}::text collate \"C\" = u.c{index}::text collate \"C\"";

    private static Parameter Values(Type type, IReadOnlyList<RowRewrite> rewrites, Func<TargetRow, object> value)
    {
        var array = Array.CreateInstance(type, rewrites.Count);
        for (var row = 0; row < rewrites.Count; row++)
            array.SetValue(value(rewrites[row].Row), row);
        return new Parameter(array);
    }

    private static Parameter Cells(ColumnEncoding encoding, IEnumerable<object?> cells, int count) =>
        encoding == ColumnEncoding.Binary ? new Parameter(Fill(new byte[]?[count], cells)) : new Parameter(Fill(new string?[count], cells));

    private static T?[] Fill<T>(T?[] array, IEnumerable<object?> cells) where T : class
    {
        var index = 0;
        foreach (var cell in cells)
            array[index++] = (T?)cell;
        return array;
    }

    /// <summary>An array as one parameter: Dapper would otherwise unfold it into a list.</summary>
    private sealed class Parameter(Array values) : SqlMapper.ICustomQueryParameter
    {
        public void AddParameter(IDbCommand command, string name) => command.Parameters.Add(new NpgsqlParameter(name, values));
    }
}
