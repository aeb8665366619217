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

    /// <summary>The first @limit rows.</summary>
    public abstract Statement ReadFirst { get; }

    /// <summary>The next @limit rows behind the key @after0, @after1 ...</summary>
    public abstract Statement ReadNext { get; }

    /// <summary>The compare-and-swap over a batch (one row on SQLite).</summary>
    public abstract Statement WriteBack { get; }

    /// <summary>The parameters of <see cref="WriteBack"/>: it writes the rewrites whose cells are unchanged.</summary>
    public abstract object WriteBackParameters(IReadOnlyList<RowRewrite> rewrites);

    /// <summary>Of the first @limit rows: the key, whether the row has expired, and the beginning of each ciphertext.</summary>
    public abstract Statement CountFirst { get; }

    /// <summary>The same of the next rows behind the key @after0, @after1 ...</summary>
    public abstract Statement CountNext { get; }

    /// <summary>The same of former rows, by their period in place of a key; rows of one period come together, however many. Null = the database keeps none.</summary>
    public abstract Statement? CountHistoryFirst { get; }

    /// <summary>The same of the next former rows behind the period @after0, @after1.</summary>
    public abstract Statement? CountHistoryNext { get; }

    public static TargetSql For(Dialect dialect, TargetDefinition target, IReadOnlyList<SourceColumn> sources) => dialect.Kind switch
    {
        DatabaseKind.SqlServer => new SqlServerTargetSql(dialect, target, sources),
        DatabaseKind.PostgreSql => new PostgreSqlTargetSql(dialect, target, sources),
        DatabaseKind.Sqlite => new SqliteTargetSql(dialect, target, sources),
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect.Kind, "No target statements for this kind of database."),
    };

    public DynamicParameters ReadParameters(object[]? after, int limit)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", limit);
        for (var index = 0; index < (after?.Length ?? 0); index++)
            parameters.Add($"after{index}", after![index], ExactType(after[index]));
        return parameters;
    }

    /// <summary>The parameter type that keeps a key exact where the driver's own choice would round it; null = the driver's.</summary>
    protected virtual DbType? ExactType(object key) => null;

    public TargetRow ReadRow(DbDataReader reader)
    {
        var ordinal = 0;
        var key = new object[Target.KeyColumns.Count];
        for (var index = 0; index < key.Length; index++)
            key[index] = reader.GetValue(ordinal++);
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

    /// <summary>Whether the moment in a column has passed on the database's clock.</summary>
    protected abstract string HasExpired(string column);

    protected string KeyOrder => string.Join(", ", Target.KeyColumns.Select(column => Dialect.Quote(column.Name)));

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
