namespace KeyRotation.Storage.Databases;

/// <summary>A connection could not be opened. The message names the server, never the connection string.</summary>
public sealed class DatabaseUnreachableException(string database, string wayOut, Exception inner)
    : Exception($"The database {database} cannot be reached: {inner.Message.TrimEnd('.')}. {wayOut}", inner)
{
    public string Database { get; } = database;
}
