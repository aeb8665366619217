using System.Data.Common;

namespace KeyRotation.Storage.Databases;

/// <summary>Opens connections of one database, with the session settings that the protocols need (docs/cluster.md).</summary>
internal abstract class ConnectionFactory : IAsyncDisposable
{
    /// <summary>Server and database for people; never a secret.</summary>
    public abstract string DisplayName { get; }

    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    public static ConnectionFactory For(DatabaseSettings settings) => settings.Kind switch
    {
        DatabaseKind.SqlServer => new SqlServerConnections(settings),
        DatabaseKind.PostgreSql => new PostgreSqlConnections(settings),
        DatabaseKind.Sqlite => new SqliteConnections(settings),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "No driver for this kind of database."),
    };

    private protected async Task OpenOrDisposeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new DatabaseUnreachableException(DisplayName, failure);
        }
    }
}
