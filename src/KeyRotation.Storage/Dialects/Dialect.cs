using System.Data.Common;
using System.Text.RegularExpressions;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Dialects;

/// <summary>What cannot be said in one SQL for all databases. The three dialects have the same members in the same order.</summary>
internal abstract partial class Dialect
{
    public abstract DatabaseKind Kind { get; }

    /// <summary>The prefix that stands for <c>keyrotation.</c> in table names.</summary>
    protected abstract string SchemaPrefix { get; }

    /// <summary>The prefix of Quartz's tables, which <c>{quartz}</c> stands for.</summary>
    protected abstract string QuartzPrefix { get; }

    /// <summary>The database's clock at this statement, not at the transaction's start; UTC.</summary>
    protected abstract string Now { get; }

    /// <summary>The database's clock plus a parameter in milliseconds.</summary>
    protected abstract string NowPlus(string millisecondsParameter);

    /// <summary>The clause that limits a result to a parameter's number of rows: behind SELECT, or at the statement's end.</summary>
    protected abstract string Limit(bool behindSelect, string rowsParameter);

    /// <summary>
    /// Whether a transaction that is known beforehand is sent as one request, because the database would let a client that stopped
    /// within it hold its locks (docs/cluster.md).
    /// </summary>
    public abstract bool CommitsInOneRequest { get; }

    /// <summary>Whether the database has one writer at a time, so that whoever begins to write knows that nobody else does.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>Locks one audit lane that nobody holds and returns it, or no row when all are taken.</summary>
    public abstract Statement LockFreeAuditLane { get; }

    /// <summary>Locks the audit lane @lane, waiting for whoever holds it.</summary>
    public abstract Statement LockAuditLane { get; }

    /// <summary>The login that the session runs as.</summary>
    public abstract Statement CurrentLogin { get; }

    /// <summary>A row when the journal of schema scripts is there.</summary>
    public abstract Statement JournalExists { get; }

    /// <summary>Makes this session the only one that migrates the schema, until it is closed: 1; 0 where another one is, without a long wait for it.</summary>
    public abstract Statement LockSchema { get; }

    /// <summary>Makes readers see the last committed row instead of waiting for a writer, where that is not the database's way already.</summary>
    public abstract Statement ReadCommittedVersions { get; }

    /// <summary>A row, the database's name, where readers wait for a writer.</summary>
    public abstract Statement ReadersWaitForWriters { get; }

    /// <summary>
    /// Makes a row that the login may not see an error of the transaction's reads, instead of no row; null = the database has no such
    /// setting.
    /// </summary>
    public abstract Statement? RefuseHiddenRows { get; }

    /// <summary>Lists @cells, a JSON array, in the quarantine; those that it lists already stay as they are.</summary>
    public abstract Statement Quarantine { get; }

    /// <summary>
    /// Transactions in this database that may be older than @ageSeconds, each with its kind (<c>open</c>, or <c>unseen</c>: a session that
    /// cannot be looked into, and that has written nothing) and a description.
    /// </summary>
    public abstract Statement OldTransactions { get; }

    /// <summary>Makes the schema that the journal is kept in.</summary>
    public abstract Statement CreateSchema { get; }

    /// <summary>Makes the roles that are missing, where the login may, and grants them what they may do.</summary>
    public abstract Statement ProvideRoles { get; }

    /// <summary>Tells listening nodes, when the transaction commits, that @keyType has an emergency; nothing where a database cannot.</summary>
    public abstract Statement SignalEmergency { get; }

    public abstract string Quote(string identifier);

    /// <summary>A later attempt of the same transaction may succeed: deadlock, serialization, busy, lost connection, time-out.</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>A unique index or primary key refused a row.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    public static Dialect Of(DatabaseKind kind) => kind switch
    {
        DatabaseKind.SqlServer => SqlServerDialect.Instance,
        DatabaseKind.PostgreSql => PostgreSqlDialect.Instance,
        DatabaseKind.Sqlite => SqliteDialect.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No dialect for this kind of database."),
    };

    /// <summary>A possibly schema-qualified name, each part validated and quoted.</summary>
    public string QuoteTable(string table) => string.Join('.', table.Split('.').Select(Quote));

    public string Render(string portable)
    {
        var rendered = TableReference().Replace(portable.Replace("{quartz}", QuartzPrefix, StringComparison.Ordinal), SchemaPrefix);
        rendered = ClockReference().Replace(rendered, match => match.Groups["ms"] is { Success: true, Value: var parameter } ? NowPlus(parameter) : Now);
        return RowLimit().Replace(rendered, match => Limit(match.Groups["place"].Value == "top", match.Groups["rows"].Value));
    }

    [GeneratedRegex(@"\bkeyrotation\.(?=[a-z_])")]
    private static partial Regex TableReference();

    [GeneratedRegex(@"\{now(\+(?<ms>@\w+))?\}")]
    private static partial Regex ClockReference();

    [GeneratedRegex(@"\{(?<place>top|limit)(?<rows>@\w+)\}")]
    private static partial Regex RowLimit();
}
