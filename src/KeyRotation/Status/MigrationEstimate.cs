using KeyRotation.Migration;

namespace KeyRotation.Status;

/// <summary>How far a migration is, and how long it will take at the rate it had. Pure.</summary>
/// <param name="RowsTotal">Rows of all targets, as counted when each was begun; null while one was not counted.</param>
/// <param name="RowsDone">Rows of the migrating pass that are done.</param>
/// <param name="RowsRewritten">Rows of all passes that were encrypted anew.</param>
/// <param name="RowsPerSecond">Over the time that batches were committed in; null before the first.</param>
/// <param name="SecondsLeft">Null while it cannot be said.</param>
public sealed record MigrationEstimate(long? RowsTotal, long RowsDone, long RowsRewritten, double? RowsPerSecond, double? SecondsLeft)
{
    private const int MigratingPass = 0;

    /// <param name="ranges">Of one rotation.</param>
    public static MigrationEstimate Of(IReadOnlyList<RangeProgress> ranges)
    {
        var migrating = ranges.Where(range => range.Pass == MigratingPass).ToArray();
        var done = migrating.Sum(range => range.RowsRead);
        var total = migrating.Length > 0 && migrating.All(range => range.RowsEstimated is not null) ? migrating.Sum(range => Math.Max(range.RowsEstimated!.Value, range.RowsRead)) : (long?)null;
        // From the first to the last: nodes work on several ranges at once.
        var seconds = migrating.Length == 0 ? 0 : (migrating.Max(range => range.CheckpointAt) - migrating.Min(range => range.StartedAt)).TotalSeconds;
        var rate = done > 0 && seconds > 0 ? done / seconds : (double?)null;
        var isOver = migrating.Length > 0 && migrating.All(range => range.FinishedAt is not null);
        return new MigrationEstimate(total, done, ranges.Sum(range => range.RowsRewritten), rate, isOver ? 0 : rate is { } perSecond && total is { } all ? (all - done) / perSecond : null);
    }
}
