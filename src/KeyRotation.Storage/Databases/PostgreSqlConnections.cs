using System.Data.Common;
using Npgsql;

namespace KeyRotation.Storage.Databases;

/// <summary>The server ends statements and idle transactions of a client that stopped, before a claim of the client expires.</summary>
internal sealed class PostgreSqlConnections : ConnectionFactory
{
    private readonly NpgsqlDataSource _source;

    public PostgreSqlConnections(DatabaseSettings settings)
    {
        var milliseconds = settings.CommandTimeoutSeconds * 1000;
        var builder = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            CommandTimeout = settings.CommandTimeoutSeconds + 5,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
        };
        builder.Options = $"{builder.Options} -c statement_timeout={milliseconds} -c idle_in_transaction_session_timeout={milliseconds}".TrimStart();
        builder.ApplicationName ??= "keyrotation";
        _source = new NpgsqlDataSourceBuilder(builder.ConnectionString).Build();
        PoolSize = builder.MaxPoolSize;
        DisplayName = $"{builder.Database} at {builder.Host}:{builder.Port}";
    }

    public override string DisplayName { get; }

    public override int PoolSize { get; }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = _source.CreateConnection();
        await OpenOrDisposeAsync(connection, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private protected override bool IsPoolExhausted(Exception failure) =>
        failure is NpgsqlException { InnerException: TimeoutException } && failure.Message.Contains("pool", StringComparison.Ordinal);
}
