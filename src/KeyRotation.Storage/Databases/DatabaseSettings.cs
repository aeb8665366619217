namespace KeyRotation.Storage.Databases;

/// <summary>How to reach one database. <see cref="ToString"/> never shows the connection string.</summary>
public sealed record DatabaseSettings(DatabaseKind Kind, string ConnectionString)
{
    /// <summary>Seconds after which a statement is given up. Default 15, since a dead session can hold locks. Range 1 .. 600.</summary>
    public int CommandTimeoutSeconds { get; init; } = 15;

    public override string ToString() => $"{Kind} [connection string redacted]";
}
