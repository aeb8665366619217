namespace KeyRotation.Migration;

/// <summary>How migrations work.</summary>
/// <param name="BatchSize">Rows re-encrypted by one transaction. Default 1000, range 1 to 100,000.</param>
/// <param name="RowsPerRange">Rows of a range, about: what nodes share a target by. Default 25,000, range 1000 to 100,000,000.</param>
/// <param name="RangesPerNode">Ranges that one node works on at once. Default 1, range 1 to 32.</param>
public sealed record MigrationSettings(int BatchSize = 1000, int RowsPerRange = 25_000, int RangesPerNode = 1)
{
    /// <summary>A target has at most so many ranges, whatever its size.</summary>
    public const int MostRanges = 256;

    /// <summary>Ranges that a target of so many rows is cut into.</summary>
    public int PartsOf(long rows) => (int)Math.Clamp(rows / RowsPerRange, 1, MostRanges);
}
