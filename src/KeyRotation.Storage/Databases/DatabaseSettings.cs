using Npgsql;

namespace KeyRotation.Storage.Databases;

/// <summary>How to reach one database. <see cref="ToString"/> never shows the connection string.</summary>
public sealed record DatabaseSettings(DatabaseKind Kind, string ConnectionString)
{
    /// <summary>Seconds after which a statement is given up. Default 8, since a dead session can hold locks. Range 1 .. 600.</summary>
    public int CommandTimeoutSeconds { get; init; } = 8;

    /// <summary>
    /// The connection string for Quartz. On PostgreSQL it puts Quartz's tables into our schema, whatever the login's search path
    /// is; on SQL Server their prefix does. On PostgreSQL the server also ends a transaction of Quartz whose process stopped: it may
    /// hold the one row that every firing in the cluster waits for.
    /// </summary>
    /// <exception cref="ConnectionStringException">The driver does not understand it.</exception>
    public string ForQuartz()
    {
        if (Kind != DatabaseKind.PostgreSql)
            return ConnectionString;
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = "keyrotation" };
            builder.Options = $"{builder.Options} -c idle_in_transaction_session_timeout={CommandTimeoutSeconds * 1000}".TrimStart();
            return builder.ConnectionString;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            throw new ConnectionStringException(Kind, malformed);
        }
    }

    public override string ToString() => $"{Kind} [connection string redacted]";
}
