namespace KeyRotation.Storage.Databases;

/// <summary>A connection string that the driver does not understand. The message never repeats it.</summary>
public sealed class ConnectionStringException(DatabaseKind kind, Exception inner)
    : Exception($"The connection string for {kind} is not understood: {inner.Message.TrimEnd('.')}. Correct KeyRotation:Store:ConnectionString, or the target's.", inner);
