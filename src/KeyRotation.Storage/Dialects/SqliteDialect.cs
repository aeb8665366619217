using System.Data.Common;
using KeyRotation.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace KeyRotation.Storage.Dialects;

/// <summary>SQLite 3.35 and later. A write transaction takes the whole file (BEGIN IMMEDIATE), so its one audit lane is always free.</summary>
internal sealed class SqliteDialect : Dialect
{
    public static readonly SqliteDialect Instance = new();

    private const int Busy = 5;
    private const int Locked = 6;
    private const int Constraint = 19;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    protected override string SchemaPrefix => "keyrotation_";

    protected override string QuartzPrefix => "QRTZ_";

    protected override string Now => "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

    protected override string NowPlus(string millisecondsParameter) => $"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ({millisecondsParameter} / 1000.0) || ' seconds')";

    protected override string Limit(bool behindSelect, string rowsParameter) => behindSelect ? "" : $"limit {rowsParameter}";

    // The database is in this process, and stops with it.
    public override bool CommitsInOneRequest => false;

    public override bool HasOneWriter => true;

    public override Statement LockFreeAuditLane { get; } = new(
        """
        select lane as Number, seq as Seq, head as Head
        from keyrotation.audit_lane
        limit 1
        """);

    public override Statement LockAuditLane { get; } = new(
        """
        select lane as Number, seq as Seq, head as Head
        from keyrotation.audit_lane
        where lane = @lane
        """);

    public override Statement SignalEmergency { get; } = new("select 1");

    public override Statement CurrentLogin { get; } = new("select 'file owner'");

    public override Statement JournalExists { get; } = new("select 1 from sqlite_master where type = 'table' and name = 'keyrotation_schema_version'");

    // One process has the file, and a name prefix is no schema.
    public override Statement LockSchema { get; } = new("select 1");

    public override Statement ReadCommittedVersions { get; } = new("select 1");

    public override Statement ReadersWaitForWriters { get; } = new("select null where 1 = 0");

    // It shows every row to everybody.
    public override Statement? RefuseHiddenRows => null;

    public override Statement Quarantine { get; } = new(
        """
        insert into keyrotation.quarantine (quarantine_id, work_id, key_type, target, row_key, column_name, key_version, reason, recorded_at)
        select json_extract(c.value, '$.id'), @WorkId, @KeyType, @Target, json_extract(c.value, '$.row_key'), json_extract(c.value, '$.column_name'), json_extract(c.value, '$.key_version'), json_extract(c.value, '$.reason'), @CheckpointAt
        from json_each(@cells) as c
        where not exists (
            select 1 from keyrotation.quarantine as q
            where q.work_id = @WorkId and q.target = @Target and q.row_key = json_extract(c.value, '$.row_key') and q.column_name = json_extract(c.value, '$.column_name'))
        """);

    // One writer at a time: there is nothing to look for behind it.
    public override Statement OldTransactions { get; } = new("select null where 1 = 0");

    public override Statement CreateSchema { get; } = new("select 1");

    public override Statement ProvideRoles { get; } = new("select 1");

    public override string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override bool IsTransient(Exception exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked };

    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };
}
