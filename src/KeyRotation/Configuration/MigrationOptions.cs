namespace KeyRotation.Configuration;

/// <summary>How migrations work.</summary>
public sealed class MigrationOptions
{
    /// <summary>Rows re-encrypted by one transaction. Default 1000, range 1 to 100000.</summary>
    public int BatchSize { get; set; } = 1000;

    /// <summary>
    /// Rows, about, of a range: a target is cut into ranges by its key, at most 256, that nodes work on at once. Default 25000, range 1000 to
    /// 100000000.
    /// </summary>
    public int RowsPerRange { get; set; } = 25_000;

    /// <summary>Ranges that one node works on at once. Default 1, range 1 to 32.</summary>
    public int RangesPerNode { get; set; } = 1;
}
