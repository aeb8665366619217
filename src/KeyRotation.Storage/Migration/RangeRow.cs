using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Migration;

/// <summary>A row of <c>migration_range</c>.</summary>
internal sealed class RangeRow
{
    public const string Columns =
        """
        work_id as WorkId, target as Target, pass as Pass, range_number as RangeNumber, done_through as DoneThrough,
               batch_number as BatchNumber, rows_read as RowsRead, rows_rewritten as RowsRewritten, rows_verified as RowsVerified,
               rows_superseded as RowsSuperseded, rows_quarantined as RowsQuarantined, started_at as StartedAt,
               checkpoint_at as CheckpointAt, finished_at as FinishedAt, rows_estimated as RowsEstimated, kind as Kind,
               to_version as ToVersion, after_key as AfterKey, through_key as ThroughKey, holder as Holder, epoch as Epoch,
               case when claimed_until > {now} then 1 else 0 end as IsClaimed
        """;

    public Uid WorkId { get; init; }
    public required string Target { get; init; }
    public int Pass { get; init; }
    public int RangeNumber { get; init; }
    public string? DoneThrough { get; init; }
    public long BatchNumber { get; init; }
    public long RowsRead { get; init; }
    public long RowsRewritten { get; init; }
    public long RowsVerified { get; init; }
    public long RowsSuperseded { get; init; }
    public long RowsQuarantined { get; init; }
    public Instant StartedAt { get; init; }
    public Instant CheckpointAt { get; init; }
    public Instant? FinishedAt { get; init; }
    public long? RowsEstimated { get; init; }
    public string Kind { get; init; } = "";
    public int? ToVersion { get; init; }
    public string? AfterKey { get; init; }
    public string? ThroughKey { get; init; }
    public string? Holder { get; init; }
    public long Epoch { get; init; }
    public int IsClaimed { get; init; }

    public static RangeRow Of(RangeProgress range) => new()
    {
        WorkId = range.WorkId,
        Target = range.Target,
        Pass = range.Pass,
        RangeNumber = range.RangeNumber,
        DoneThrough = range.DoneThrough,
        BatchNumber = range.BatchNumber,
        RowsRead = range.RowsRead,
        RowsRewritten = range.RowsRewritten,
        RowsVerified = range.RowsVerified,
        RowsSuperseded = range.RowsSuperseded,
        RowsQuarantined = range.RowsQuarantined,
        StartedAt = range.StartedAt,
        CheckpointAt = range.CheckpointAt,
        FinishedAt = range.FinishedAt,
        Holder = range.Holder,
        Epoch = range.Epoch,
    };

    public RangeProgress ToRange() => new()
    {
        WorkId = WorkId,
        Target = Target,
        Pass = Pass,
        RangeNumber = RangeNumber,
        DoneThrough = DoneThrough,
        BatchNumber = BatchNumber,
        RowsRead = RowsRead,
        RowsRewritten = RowsRewritten,
        RowsVerified = RowsVerified,
        RowsSuperseded = RowsSuperseded,
        RowsQuarantined = RowsQuarantined,
        StartedAt = StartedAt,
        CheckpointAt = CheckpointAt,
        FinishedAt = FinishedAt,
        RowsEstimated = RowsEstimated,
        Kind = StoredName.Parse<RangeKind>(Kind, $"kind of range {RangeNumber} of {Target}, pass {Pass}"),
        ToVersion = ToVersion,
        Bounds = new RangeBounds(AfterKey, ThroughKey),
        Holder = Holder,
        Epoch = Epoch,
        IsClaimed = IsClaimed != 0,
    };
}
