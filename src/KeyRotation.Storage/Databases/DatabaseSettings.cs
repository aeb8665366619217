using Npgsql;

namespace KeyRotation.Storage.Databases;

/// <summary>How to reach one database. <see cref="ToString"/> never shows the connection string.</summary>
public sealed record DatabaseSettings(DatabaseKind Kind, string ConnectionString)
{
    /// <summary>Seconds after which a statement is given up. Default 15, since a dead session can hold locks. Range 1 .. 600.</summary>
    public int CommandTimeoutSeconds { get; init; } = 15;

    /// <summary>
    /// The connection string for Quartz. On PostgreSQL its tables stand in our schema, whatever the login's search path is; on
    /// SQL Server in the login's default schema, as Quartz's users know it.
    /// </summary>
    public string ForQuartz() => Kind == DatabaseKind.PostgreSql
        ? new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = "keyrotation" }.ConnectionString
        : ConnectionString;

    public override string ToString() => $"{Kind} [connection string redacted]";
}
