namespace KeyRotation.Configuration;

/// <summary>How migrations work.</summary>
public sealed class MigrationOptions
{
    /// <summary>Rows re-encrypted by one transaction. Default 1000, range 1 to 100000.</summary>
    public int BatchSize { get; set; } = 1000;
}
