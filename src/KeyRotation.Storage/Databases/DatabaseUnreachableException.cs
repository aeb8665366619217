namespace KeyRotation.Storage.Databases;

/// <summary>A connection could not be opened. The message names the server, never the connection string.</summary>
public sealed class DatabaseUnreachableException(string database, Exception inner)
    : Exception($"The database {database} cannot be reached: {inner.Message.TrimEnd('.')}. Check that it runs, that the address and the login are right, and that the network lets this host through.", inner)
{
    public string Database { get; } = database;
}
