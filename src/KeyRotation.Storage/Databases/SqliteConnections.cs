using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace KeyRotation.Storage.Databases;

/// <summary>synchronous = FULL: a committed key version survives a power cut, not only a crash of the process.</summary>
internal sealed class SqliteConnections : ConnectionFactory
{
    private readonly string _connectionString;
    private readonly int _busyTimeoutMilliseconds;

    public SqliteConnections(DatabaseSettings settings)
    {
        var builder = new SqliteConnectionStringBuilder(settings.ConnectionString) { DefaultTimeout = settings.CommandTimeoutSeconds, ForeignKeys = true };
        _connectionString = builder.ConnectionString;
        _busyTimeoutMilliseconds = settings.CommandTimeoutSeconds * 1000;
        DisplayName = builder.DataSource;
    }

    public override string DisplayName { get; }

    /// <summary>The driver's pool has no bound.</summary>
    public override int PoolSize => int.MaxValue;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        await OpenOrDisposeAsync(connection, cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = $"pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = {_busyTimeoutMilliseconds};";
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    private protected override string WayOut => "Check that its folder exists, that it is a SQLite file, and that this process may read and write both.";

    private protected override bool IsPoolExhausted(Exception failure) => false;
}
