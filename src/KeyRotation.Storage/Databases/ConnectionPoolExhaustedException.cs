namespace KeyRotation.Storage.Databases;

/// <summary>No connection became free in time. It passes: the transaction is run again.</summary>
public sealed class ConnectionPoolExhaustedException(string database, int poolSize, Exception inner)
    : Exception($"All {poolSize} connections of the pool to {database} are in use, and none became free in time. If this goes on, raise the pool size in the connection string, or run fewer rotations at once (Scheduler:MaxConcurrentRotations).", inner)
{
    /// <summary>Connections that the pool holds at most.</summary>
    public int PoolSize { get; } = poolSize;
}
