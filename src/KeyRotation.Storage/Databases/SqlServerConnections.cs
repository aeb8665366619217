using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace KeyRotation.Storage.Databases;

/// <summary>XACT_ABORT: an error ends the whole transaction. Row counts are asked for: every fence lives by them, whatever the server's default is.</summary>
internal sealed class SqlServerConnections : ConnectionFactory
{
    private readonly string _connectionString;

    public SqlServerConnections(DatabaseSettings settings)
    {
        var builder = new SqlConnectionStringBuilder(settings.ConnectionString) { CommandTimeout = settings.CommandTimeoutSeconds };
        if (!builder.ShouldSerialize("Application Name"))
            builder.ApplicationName = "keyrotation";
        _connectionString = builder.ConnectionString;
        PoolSize = builder.MaxPoolSize;
        DisplayName = $"{builder.InitialCatalog} at {builder.DataSource}";
    }

    public override string DisplayName { get; }

    public override int PoolSize { get; }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_connectionString);
        await OpenOrDisposeAsync(connection, cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = "set xact_abort on; set nocount off; set lock_timeout 15000;";
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private protected override bool IsPoolExhausted(Exception failure) =>
        failure is InvalidOperationException && failure.Message.Contains("pool", StringComparison.Ordinal);
}
