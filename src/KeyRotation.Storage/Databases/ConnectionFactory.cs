using System.Data.Common;

namespace KeyRotation.Storage.Databases;

/// <summary>Opens connections of one database, with the session settings that the protocols need (docs/cluster.md).</summary>
internal abstract class ConnectionFactory : IAsyncDisposable
{
    private int _inUse;

    /// <summary>Server and database for people; never a secret.</summary>
    public abstract string DisplayName { get; }

    /// <summary>Connections that the pool holds at most.</summary>
    public abstract int PoolSize { get; }

    /// <summary>Connections that are open at this moment.</summary>
    public int InUse => Volatile.Read(ref _inUse);

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
            Interlocked.Increment(ref _inUse);
            connection.StateChange += CountClosed;
        }
        catch (Exception failure) when (IsPoolExhausted(failure))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new ConnectionPoolExhaustedException(DisplayName, PoolSize, failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new DatabaseUnreachableException(DisplayName, WayOut, failure);
        }
    }

    /// <summary>What to look at where no connection can be opened.</summary>
    private protected virtual string WayOut => "Check that it runs, that the address and the login are right, and that the network lets this host through.";

    /// <summary>The driver gave up waiting for a connection to become free.</summary>
    private protected abstract bool IsPoolExhausted(Exception failure);

    private void CountClosed(object sender, System.Data.StateChangeEventArgs change)
    {
        if (change.CurrentState != System.Data.ConnectionState.Closed)
            return;
        ((DbConnection)sender).StateChange -= CountClosed;
        Interlocked.Decrement(ref _inUse);
    }
}
