using System.Data;
using System.Data.Common;
using Dapper;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Dialects;

namespace KeyRotation.Storage.Targets;

/// <summary>
/// The statements of one target. Reading is keyset pagination in the order of the key; writing back is one compare-and-swap over
/// the whole batch. The three dialects have the same members in the same order.
/// </summary>
internal abstract class TargetSql
{
    private readonly Statement?[,] _reads = new Statement?[2, 2];

    protected TargetSql(Dialect dialect, TargetDefinition target, IReadOnlyList<SourceColumn> sources)
    {
        Dialect = dialect;
        Target = target;
        Sources = sources;
        Table = dialect.QuoteTable(target.Table);
    }

    protected Dialect Dialect { get; }

    protected TargetDefinition Target { get; }

    /// <summary>Columns that an adoption reads its plaintext from; empty when it is sealed in place.</summary>
    protected IReadOnlyList<SourceColumn> Sources { get; }

    protected string Table { get; }

    /// <summary>How many rows there are about.</summary>
    public abstract Statement EstimateRows { get; }

    /// <summary>
    /// The keys that cut the rows into @parts of about the same size, ascending: of all rows, or of a sample where there are many.
    /// </summary>
    /// <param name="rows">How many rows there are about.</param>
    public abstract Statement Boundaries(long rows);

    /// <summary>The compare-and-swap over a batch (one row on SQLite).</summary>
    public abstract Statement WriteBack { get; }

    /// <summary>The parameters of <see cref="WriteBack"/>: it writes the rewrites whose cells are unchanged.</summary>
    public abstract object WriteBackParameters(IReadOnlyList<RowRewrite> rewrites);

    /// <summary>Of the first @limit rows: the key, whether the row has expired, and the beginning of each ciphertext.</summary>
    public Statement CountFirst => field ??= Count(Table, Target.KeyColumns, isNext: false, withTies: false);

    /// <summary>The same of the next rows behind the key @after0, @after1 ...</summary>
    public Statement CountNext => field ??= Count(Table, Target.KeyColumns, isNext: true, withTies: false);

    /// <summary>The same of former rows; rows of one key come together, however many. Null = none are kept.</summary>
    public Statement? CountHistoryFirst => field ??= Target.History is { } history ? Count(Dialect.QuoteTable(history.Table), history.KeyColumns, isNext: false, history.HasTies) : null;

    /// <summary>The same of the next former rows behind the key @after0, @after1 ...</summary>
    public Statement? CountHistoryNext => field ??= Target.History is { } history ? Count(Dialect.QuoteTable(history.Table), history.KeyColumns, isNext: true, history.HasTies) : null;

    public static TargetSql For(Dialect dialect, TargetDefinition target, IReadOnlyList<SourceColumn> sources) => dialect.Kind switch
    {
        DatabaseKind.SqlServer => new SqlServerTargetSql(dialect, target, sources),
        DatabaseKind.PostgreSql => new PostgreSqlTargetSql(dialect, target, sources),
        DatabaseKind.Sqlite => new SqliteTargetSql(dialect, target, sources),
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect.Kind, "No target statements for this kind of database."),
    };

    /// <summary>
    /// The first @limit rows in the order of the key: behind the key @after0, @after1 ... where there is one, up to and with the key
    /// @through0, @through1 ... where there is one.
    /// </summary>
    public Statement Read(bool hasAfter, bool hasThrough)
    {
        ref var statement = ref _reads[hasAfter ? 1 : 0, hasThrough ? 1 : 0];
        return statement ??= new Statement(PageText(SelectList, Table, string.Join(" and ", Conditions(hasAfter, hasThrough)), KeyOrder, withTies: false));
    }

    public DynamicParameters ReadParameters(object[]? after, object[]? through, int limit)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", limit);
        Add(parameters, "after", after);
        Add(parameters, "through", through);
        return parameters;
    }

    /// <summary>Rows that boundaries are taken from: enough for parts of about the same size.</summary>
    protected const int SampledRows = 50_000;

    /// <summary>The first @limit rows of a table; <paramref name="where"/> is empty where nothing bounds them, and with ties those of the last row's key come with it.</summary>
    protected abstract string PageText(string columns, string table, string where, string order, bool withTies);

    /// <summary>The key is greater than @name0, @name1 ...</summary>
    protected abstract string Behind(IReadOnlyList<KeyColumn> key, string name);

    /// <summary>The key is @name0, @name1 ... or less.</summary>
    protected abstract string UpTo(IReadOnlyList<KeyColumn> key, string name);

    /// <summary>The last row of each part but the last one: rows are numbered, and a part ends where number * parts / total goes up.</summary>
    protected string BoundariesOf(string rows) =>
        $"""
        select {KeyOrder}
        from (select {KeyOrder}, cast(row_number() over (order by {KeyOrder}) as bigint) as row_at, cast(count(*) over () as bigint) as row_total from {rows}) as sampled
        where row_at < row_total and (row_at * @parts) / row_total > ((row_at - 1) * @parts) / row_total
        order by {KeyOrder}
        """;

    /// <summary>The parameter type that keeps a key exact where the driver's own choice would round it; null = the driver's.</summary>
    protected virtual DbType? ExactType(object key) => null;

    /// <summary>The key's columns, which a read begins with.</summary>
    public object[] ReadKey(DbDataReader reader)
    {
        var key = new object[Target.KeyColumns.Count];
        for (var index = 0; index < key.Length; index++)
            key[index] = reader.GetValue(index);
        return key;
    }

    public TargetRow ReadRow(DbDataReader reader)
    {
        var key = ReadKey(reader);
        var ordinal = key.Length;
        var bound = new object[Target.ContextColumns.Count];
        var context = new string[bound.Length];
        for (var index = 0; index < context.Length; index++)
        {
            bound[index] = reader.GetValue(ordinal++);
            context[index] = Encryption.CanonicalForm.Of(Target.ContextColumns[index].Type, bound[index]);
        }
        var cells = ReadCells(reader, ref ordinal, Target.Columns.Count);
        return new TargetRow(key, context, cells, ReadCells(reader, ref ordinal, Sources.Count)) { Bound = bound };
    }

    /// <summary>The columns of a read, in the order that <see cref="ReadRow"/> takes them.</summary>
    protected string SelectList =>
        string.Join(", ", Target.KeyColumns.Select(column => column.Name)
            .Concat(Target.ContextColumns.Select(column => column.Name))
            .Concat(Target.Columns.Select(column => column.Name))
            .Concat(Sources.Select(source => source.Name))
            .Select(Dialect.Quote));

    /// <summary>The columns of a count behind its key.</summary>
    protected string CountList =>
        string.Join(", ", Target.Columns.Select(column => Beginning(Dialect.Quote(column.Name), column.Encoding))
            .Prepend(Target.ExpiresAt is { } expiresAt ? $"case when {HasExpired(Dialect.Quote(expiresAt))} then 1 else 0 end" : "0"));

    /// <summary>As many bytes, or characters, of a ciphertext as name its version.</summary>
    protected abstract string Beginning(string column, ColumnEncoding encoding);

    /// <summary>Whether the moment in a column, UTC where it has no zone, lies <see cref="TargetCensus.ExpiryMarginHours"/> or more behind the database's clock.</summary>
    protected abstract string HasExpired(string column);

    protected string KeyOrder => OrderOf(Target.KeyColumns);

    protected string OrderOf(IReadOnlyList<KeyColumn> key) => string.Join(", ", key.Select(column => Dialect.Quote(column.Name)));

    private Statement Count(string table, IReadOnlyList<KeyColumn> key, bool isNext, bool withTies) =>
        new(PageText($"{OrderOf(key)}, {CountList}", table, isNext ? Behind(key, "after") : "", OrderOf(key), withTies));

    private IEnumerable<string> Conditions(bool hasAfter, bool hasThrough)
    {
        if (hasAfter)
            yield return Behind(Target.KeyColumns, "after");
        if (hasThrough)
            yield return UpTo(Target.KeyColumns, "through");
    }

    private void Add(DynamicParameters parameters, string name, object[]? key)
    {
        for (var index = 0; index < (key?.Length ?? 0); index++)
            parameters.Add($"{name}{index}", key![index], ExactType(key[index]));
    }

    private static object?[] ReadCells(DbDataReader reader, ref int ordinal, int count)
    {
        if (count == 0)
            return [];
        var cells = new object?[count];
        for (var index = 0; index < count; index++, ordinal++)
            cells[index] = reader.IsDBNull(ordinal) ? null : reader.GetValue(ordinal);
        return cells;
    }
}
