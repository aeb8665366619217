using System.Data.Common;
using KeyRotation.Storage.Databases;
using Npgsql;

namespace KeyRotation.Storage.Dialects;

/// <summary>PostgreSQL 13 and later.</summary>
internal sealed class PostgreSqlDialect : Dialect
{
    public static readonly PostgreSqlDialect Instance = new();

    public override DatabaseKind Kind => DatabaseKind.PostgreSql;

    protected override string SchemaPrefix => "keyrotation.";

    protected override string QuartzPrefix => "keyrotation.QRTZ_";

    protected override string Now => "clock_timestamp()";

    protected override string NowPlus(string millisecondsParameter) => $"clock_timestamp() + {millisecondsParameter} * interval '1 millisecond'";

    protected override string Limit(bool behindSelect, string rowsParameter) => behindSelect ? "" : $"limit {rowsParameter}";

    // statement_timeout and idle_in_transaction_session_timeout end it (PostgreSqlConnections).
    public override bool CommitsInOneRequest => false;

    public override bool HasOneWriter => false;

    public override Statement LockFreeAuditLane { get; } = new(
        """
        select lane as Number, seq as Seq, head as Head
        from keyrotation.audit_lane
        limit 1 for update skip locked
        """);

    public override Statement LockAuditLane { get; } = new(
        """
        select lane as Number, seq as Seq, head as Head
        from keyrotation.audit_lane
        where lane = @lane for update
        """);

    public override Statement SignalEmergency { get; } = new("select pg_notify('keyrotation_emergency', @keyType)");

    public override Statement CurrentLogin { get; } = new("select session_user");

    public override Statement JournalExists { get; } = new("select 1 where to_regclass('keyrotation.schema_version') is not null");

    public override Statement LockSchema { get; } = new("select case when pg_try_advisory_lock(hashtext('keyrotation schema')) then 1 else 0 end");

    public override Statement ReadCommittedVersions { get; } = new("select 1");

    public override Statement ReadersWaitForWriters { get; } = new("select null where 1 = 0");

    public override Statement? RefuseHiddenRows { get; } = new("set local row_security = off");

    public override Statement Quarantine { get; } = new(
        """
        insert into keyrotation.quarantine (quarantine_id, work_id, key_type, target, row_key, column_name, key_version, reason, recorded_at)
        select c.id, @WorkId, @KeyType, @Target, c.row_key, c.column_name, c.key_version, c.reason, @CheckpointAt
        from json_to_recordset(cast(@cells as json)) as c(id uuid, row_key text, column_name text, key_version bigint, reason text)
        where not exists (
            select 1 from keyrotation.quarantine as q
            where q.work_id = @WorkId and q.target = @Target and q.row_key = c.row_key and q.column_name = c.column_name)
        """);

    // Who has written has a transaction id, which everybody sees; when a transaction began is seen by its own role, and by members of
    // pg_read_all_stats. Of a prepared transaction only the end of its work is known.
    public override Statement OldTransactions { get; } = new(
        """
        select case when a.xact_start is null and a.backend_xid is null then 'unseen' else 'open' end as Kind,
               'session ' || a.pid || coalesce(' of ' || a.usename, '') || coalesce(', transaction since ' || to_char(a.xact_start at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '') as Description
        from pg_catalog.pg_stat_activity a
        where a.datname = current_database() and a.pid <> pg_backend_pid()
          and coalesce(a.backend_type, '') not in ('autovacuum worker', 'walsender')
          and (a.xact_start <= clock_timestamp() - @ageSeconds * interval '1 second'
            or (a.query = '<insufficient privilege>' and a.xact_start is null))
        union all
        select 'open', 'prepared transaction ' || p.gid || ' of ' || p.owner
        from pg_catalog.pg_prepared_xacts p
        where p.database = current_database()
        """);

    public override Statement CreateSchema { get; } = new("create schema if not exists keyrotation");

    public override Statement ProvideRoles { get; } = new("select keyrotation.provide_roles()");

    public override string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override bool IsTransient(Exception exception) => exception switch
    {
        // Npgsql knows the passing errors of the server (40001, 40P01, 53xxx, 57P0x ...) and of the network. 57014 is our own
        // statement_timeout, 25P03 our idle_in_transaction_session_timeout, 55P03 a lock that was not to be had in time.
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is "57014" or "25P03" or "55P03",
        NpgsqlException npgsql => npgsql.IsTransient,
        DatabaseUnreachableException { InnerException: { } inner } => IsTransient(inner),
        ConnectionPoolExhaustedException or TimeoutException => true,
        _ => false,
    };

    public override bool IsUniqueViolation(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
