namespace KeyRotation.Migration;

/// <summary>What a pass came to.</summary>
/// <param name="IsFinished">False: it stopped between two batches, since it may not go on.</param>
/// <param name="Ranges">Of this pass, as they stand.</param>
public sealed record PassProgress(bool IsFinished, IReadOnlyList<RangeProgress> Ranges)
{
    /// <summary>Rows that were not, or may not be, under the target version when the pass came to them.</summary>
    public long RowsLeft => Ranges.Sum(range => range.RowsRewritten + range.RowsSuperseded);

    public long RowsRewritten => Ranges.Sum(range => range.RowsRewritten);
}
