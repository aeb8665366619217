using System.Data.Common;
using KeyRotation.Storage.Databases;
using Microsoft.Data.SqlClient;

namespace KeyRotation.Storage.Dialects;

/// <summary>SQL Server 2019 and later, Azure SQL.</summary>
internal sealed class SqlServerDialect : Dialect
{
    public static readonly SqlServerDialect Instance = new();

    // Deadlock victim; lock request time-out; snapshot conflict; command time-out; throttling and fail-over of Azure SQL;
    // broken or refused connections.
    private static readonly HashSet<int> TransientErrors =
        [1205, 1222, 3960, -2, 40197, 40501, 40613, 49918, 49919, 49920, 4060, 10928, 10929, 10053, 10054, 10060, 64, 233, 121, 20, 0, 2, 53, 596, 10061, 6005, 18401, 983];

    public override DatabaseKind Kind => DatabaseKind.SqlServer;

    protected override string SchemaPrefix => "keyrotation.";

    protected override string QuartzPrefix => "keyrotation.QRTZ_";

    protected override string Now => "sysutcdatetime()";

    protected override string NowPlus(string millisecondsParameter) => $"dateadd(millisecond, {millisecondsParameter}, sysutcdatetime())";

    protected override string Limit(bool behindSelect, string rowsParameter) => behindSelect ? $"top ({rowsParameter})" : "";

    public override bool CommitsInOneRequest => true;

    public override bool HasOneWriter => false;

    // READPAST under READ_COMMITTED_SNAPSHOT asks for READCOMMITTEDLOCK (Microsoft Learn, "Table hints (Transact-SQL)", READPAST).
    // The same page counts READCOMMITTEDLOCK with ROWLOCK as hints of granularity; queues on SQL Server use both together, and
    // without ROWLOCK a page lock would take all lanes at once.
    public override Statement LockFreeAuditLane { get; } = new(
        """
        select top (1) lane as Number, seq as Seq, head as Head
        from keyrotation.audit_lane with (updlock, rowlock, readpast, readcommittedlock)
        """);

    public override Statement LockAuditLane { get; } = new(
        """
        select lane as Number, seq as Seq, head as Head
        from keyrotation.audit_lane with (updlock, rowlock)
        where lane = @lane
        """);

    public override Statement SignalEmergency { get; } = new("select 1");

    public override Statement CurrentLogin { get; } = new("select suser_sname()");

    public override Statement JournalExists { get; } = new("select 1 where object_id('keyrotation.schema_version') is not null");

    public override Statement LockSchema { get; } = new(
        """
        declare @got int;
        exec @got = sp_getapplock @Resource = 'keyrotation schema', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 500;
        select case when @got >= 0 then 1 else 0 end
        """);

    public override Statement ReadCommittedVersions { get; } = new("alter database current set read_committed_snapshot on with no_wait");

    public override Statement ReadersWaitForWriters { get; } = new("select name from sys.databases where database_id = db_id() and is_read_committed_snapshot_on = 0");

    // A filter predicate is no error, whoever asks.
    public override Statement? RefuseHiddenRows => null;

    public override Statement Quarantine { get; } = new(
        """
        insert into keyrotation.quarantine (quarantine_id, work_id, key_type, target, row_key, column_name, key_version, reason, recorded_at)
        select c.id, @WorkId, @KeyType, @Target, c.row_key, c.column_name, c.key_version, c.reason, @CheckpointAt
        from openjson(@cells) with (id uniqueidentifier '$.id', row_key nvarchar(max) '$.row_key', column_name nvarchar(128) '$.column_name', key_version bigint '$.key_version', reason nvarchar(32) '$.reason') as c
        where not exists (
            select 1 from keyrotation.quarantine as q
            where q.work_id = @WorkId and q.target = @Target and q.row_key = c.row_key collate Latin1_General_BIN2 and q.column_name = c.column_name)
        """);

    // Their beginning is in the server's local time, which summer time moves by an hour: one that seems up to an hour too young counts
    // as well. Without VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE) these views are an error, not empty.
    public override Statement OldTransactions { get; } = new(
        """
        select 'open' as Kind,
               concat('transaction ', t.transaction_id, ' (', t.name, ')', ' of session ' + cast(s.session_id as varchar(10)), ', since ', convert(varchar(19), t.transaction_begin_time, 126), ' server time') as Description
        from sys.dm_tran_active_transactions as t
        left join sys.dm_tran_session_transactions as s on s.transaction_id = t.transaction_id
        left join sys.dm_exec_sessions as e on e.session_id = s.session_id
        left join sys.dm_tran_database_transactions as d on d.transaction_id = t.transaction_id and d.database_id = db_id()
        where (d.transaction_id is not null or (e.database_id = db_id() and s.is_user_transaction = 1))
          and coalesce(s.session_id, 0) <> @@spid
          and t.transaction_begin_time <= dateadd(second, 3600 - @ageSeconds, sysdatetime())
        """);

    public override Statement CreateSchema { get; } = new("if schema_id('keyrotation') is null exec('create schema keyrotation')");

    public override Statement ProvideRoles { get; } = new("exec keyrotation.provide_roles");

    public override string Quote(string identifier) => $"[{identifier.Replace("]", "]]", StringComparison.Ordinal)}]";

    public override bool IsTransient(Exception exception) => exception switch
    {
        SqlException sql => sql.Errors.Cast<SqlError>().Any(error => TransientErrors.Contains(error.Number)),
        DatabaseUnreachableException { InnerException: SqlException sql } => IsTransient(sql),
        ConnectionPoolExhaustedException or TimeoutException => true,
        // SqlClient says so when the connection broke between two statements of a transaction.
        InvalidOperationException { Source: "Microsoft.Data.SqlClient" or "Core Microsoft SqlClient Data Provider" } => true,
        _ => false,
    };

    public override bool IsUniqueViolation(DbException exception) => exception is SqlException { Number: 2601 or 2627 };
}
