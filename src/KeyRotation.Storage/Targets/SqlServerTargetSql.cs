using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Dialects;

namespace KeyRotation.Storage.Targets;

/// <summary>SQL Server: the keyset comparison unfolded (there are no row values), <c>OPENJSON</c> for the write-back.</summary>
internal sealed class SqlServerTargetSql : TargetSql
{
    public SqlServerTargetSql(Dialect dialect, TargetDefinition target, IReadOnlyList<SourceColumn> sources)
        : base(dialect, target, sources)
    {
        EstimateRows = new Statement(
            $"""
            select coalesce(sum(p.rows), 0)
            from sys.partitions p
            where p.object_id = object_id('{Table.Replace("'", "''", StringComparison.Ordinal)}') and p.index_id in (0, 1)
            """);
        WriteBack = new Statement(WriteBackText());
    }

    public override Statement EstimateRows { get; }

    // TABLESAMPLE takes no variable.
    public override Statement Boundaries(long rows) => new(BoundariesOf(rows <= SampledRows
        ? Table
        : string.Create(CultureInfo.InvariantCulture, $"{Table} tablesample system ({Math.Max(0.01, 100.0 * SampledRows / rows):0.##} percent)")));

    public override Statement WriteBack { get; }

    public override object WriteBackParameters(IReadOnlyList<RowRewrite> rewrites)
    {
        var parameters = new DynamicParameters();
        parameters.Add("rows", Rows(rewrites), DbType.String, size: -1);
        return parameters;
    }

    protected override string Beginning(string column, ColumnEncoding encoding) => encoding == ColumnEncoding.Binary
        ? $"substring({column}, 1, {TargetCensus.BytesRead})"
        : $"left({column}, {TargetCensus.CharactersRead})";

    // datetimeoffset carries its zone; the others are compared as UTC.
    protected override string HasExpired(string column) => $"cast({column} as datetimeoffset(7)) <= dateadd(hour, -{TargetCensus.ExpiryMarginHours}, sysdatetimeoffset())";

    // The driver would send datetime, which rounds to 1/300 s.
    protected override DbType? ExactType(object key) => key is DateTime ? DbType.DateTime2 : null;

    protected override string PageText(string columns, string table, string where, string order, bool withTies) =>
        $"select top (@limit){(withTies ? " with ties" : "")} {columns} from {table}{(where.Length > 0 ? $" where {where}" : "")} order by {order}";

    protected override string Behind(IReadOnlyList<KeyColumn> key, string name) => Compared(key, name, ">", ">");

    protected override string UpTo(IReadOnlyList<KeyColumn> key, string name) => Compared(key, name, "<", "<=");

    // (a > @a) or (a = @a and b > @b): the whole of (a, b) > (@a, @b), in the columns' own collations.
    private string Compared(IReadOnlyList<KeyColumn> key, string name, string comparison, string lastComparison)
    {
        var alternatives = key.Select((column, index) =>
        {
            var equal = key.Take(index).Select((previous, at) => $"{Dialect.Quote(previous.Name)} = {Typed(previous, $"@{name}{at}")}");
            var last = index == key.Count - 1 ? lastComparison : comparison;
            return $"({string.Join(" and ", equal.Append($"{Dialect.Quote(column.Name)} {last} {Typed(column, $"@{name}{index}")}"))})";
        });
        return $"({string.Join(" or ", alternatives)})";
    }

    private string WriteBackText()
    {
        var columns = Target.Columns;
        var fields = Target.KeyColumns.Select((column, index) => $"k{index} {FieldType(column)} '$.k{index}'")
            .Concat(columns.SelectMany((column, index) => new[] { $"o{index} {FieldType(column.Encoding)} '$.o{index}'", $"n{index} {FieldType(column.Encoding)} '$.n{index}'" }))
            .Concat(Sources.Select((source, index) => $"s{index} {FieldType(source.Encoding)} '$.s{index}'"))
            .Concat(Target.BoundColumns.Select((column, index) => $"c{index} {FieldType(column)} '$.c{index}'"));
        var text = new StringBuilder();
        text.AppendLine("update t");
        text.AppendLine(CultureInfo.InvariantCulture, $"set {string.Join(", ", columns.Select((column, index) => $"{Dialect.Quote(column.Name)} = {Value(column.Encoding, $"u.n{index}")}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"from {Table} as t");
        text.AppendLine(CultureInfo.InvariantCulture, $"join openjson(@rows) with ({string.Join(", ", fields)}) as u");
        text.AppendLine(CultureInfo.InvariantCulture, $"  on {string.Join(" and ", Target.KeyColumns.Select(SameKey))}");
        text.Append(CultureInfo.InvariantCulture, $"where {string.Join("\n  and ", columns.Select((column, index) => Unchanged(column.Name, column.Encoding, $"u.o{index}"))
            .Concat(Sources.Select((source, index) => Unchanged(source.Name, source.Encoding, $"u.s{index}")))
            .Concat(Target.BoundColumns.Select(SameContext)))}");
        return text.ToString();
    }

    private string SameKey(KeyColumn column, int index) => $"t.{Dialect.Quote(column.Name)} = {Value(column, $"u.k{index}")}";

    // Not by the column's own collation: what differs in case only, or in trailing spaces, is another place to be bound to.
    private string SameContext(KeyColumn column, int index)
    {
        var stored = $"t.{Dialect.Quote(column.Name)}";
        return column.Collation is null
            ? $"{stored} = {Value(column, $"u.c{index}")}"
            : SameText(stored, $"u.c{index}");
    }

    private string Unchanged(string column, ColumnEncoding encoding, string old)
    {
        var stored = $"t.{Dialect.Quote(column)}";
        // Two ciphertexts can be equal without case; comparison ignores trailing spaces, and trailing zero bytes. Only the bytes decide.
        var same = encoding == ColumnEncoding.Binary
            ? $"{stored} = {Value(encoding, old)} and datalength({stored}) = datalength({Value(encoding, old)})"
            : SameText(stored, old);
        return $"(({same}) or ({stored} is null and {old} is null))";
    }

    private static string SameText(string stored, string old) =>
        $"cast({stored} as nvarchar(max)) collate Latin1_General_BIN2 = {old} collate Latin1_General_BIN2 and datalength(cast({stored} as nvarchar(max))) = datalength({old})";

    private static string Value(KeyColumn column, string field) => column.ClrType == typeof(byte[])
        ? $"convert({column.SqlType}, {field}, 2)"
        : column.Collation is null ? field : Typed(column, field);

    // To char and varchar through the column's own collation: its code page can be another than the database's, and a character
    // that the code page does not have would become a question mark. The result of a cast has the collation of what is cast
    // (Microsoft Learn, "Collation precedence", on CAST and CONVERT).
    private static string Typed(KeyColumn column, string unicode) =>
        $"cast({unicode}{(column.Collation is { } collation ? $" collate {collation}" : "")} as {column.SqlType})";

    // Text travels as Unicode.
    private static string FieldType(KeyColumn column) => column.ClrType == typeof(byte[])
        ? "varchar(max)"
        : column.Collation is null ? column.SqlType : "nvarchar(max)";

    private static string FieldType(ColumnEncoding encoding) => encoding == ColumnEncoding.Binary ? "varchar(max)" : "nvarchar(max)";

    private static string Value(ColumnEncoding encoding, string field) => encoding == ColumnEncoding.Binary ? $"convert(varbinary(max), {field}, 2)" : field;

    private static string Rows(IReadOnlyList<RowRewrite> rewrites)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var rewrite in rewrites)
            {
                json.WriteStartObject();
                WriteFields(json, 'k', rewrite.Row.Key);
                WriteFields(json, 'o', rewrite.Row.Cells);
                WriteFields(json, 'n', rewrite.NewCells);
                WriteFields(json, 's', rewrite.Row.Sources);
                WriteFields(json, 'c', rewrite.Row.Bound);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteFields(Utf8JsonWriter json, char prefix, IReadOnlyList<object?> values)
    {
        for (var index = 0; index < values.Count; index++)
        {
            json.WritePropertyName($"{prefix}{index}");
            if (values[index] is { } value)
                json.WriteStringValue(JsonForm(value));
            else
                json.WriteNullValue();
        }
    }

    private static string JsonForm(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : KeyCodec.EncodePart(value);
}
