namespace KeyRotation.Migration;

/// <summary>How far a range is. Counters are rows.</summary>
public sealed record RangeProgress
{
    /// <summary>The rotation or the adoption.</summary>
    public required Guid WorkId { get; init; }

    public required string Target { get; init; }

    /// <summary>0 migrates; 1 and more sweep and verify.</summary>
    public required int Pass { get; init; }

    public required int RangeNumber { get; init; }

    public RangeKind Kind { get; init; }

    /// <summary>The version that its rows are sealed under; null = the one that is active at each batch.</summary>
    public int? ToVersion { get; init; }

    /// <summary>Its keys; they never change.</summary>
    public RangeBounds Bounds { get; init; } = RangeBounds.Everything;

    /// <summary>Who claimed it last; null = nobody yet.</summary>
    public string? Holder { get; init; }

    /// <summary>Grows each time that it is claimed, or taken away: batches under a former epoch commit nothing.</summary>
    public long Epoch { get; init; }

    /// <summary>Whether the claim was in force, on the database's clock, when the range was read.</summary>
    public bool IsClaimed { get; init; }

    /// <summary>The key of the last row done, in canonical form; null before the first batch.</summary>
    public string? DoneThrough { get; init; }

    /// <summary>Grows by one with each committed batch: tells a checkpoint that was committed from one that was not.</summary>
    public long BatchNumber { get; init; }

    public long RowsRead { get; init; }

    public long RowsRewritten { get; init; }

    /// <summary>Rows whose every ciphertext was opened under the target version.</summary>
    public long RowsVerified { get; init; }

    /// <summary>Rows that an application changed between our reading and our writing; left to the sweep.</summary>
    public long RowsSuperseded { get; init; }

    public long RowsQuarantined { get; init; }

    /// <summary>Rows of the range, about, when the pass was planned; null where they were not counted.</summary>
    public long? RowsEstimated { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CheckpointAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Nobody works on it, and there is work left.</summary>
    public bool IsFree => FinishedAt is null && !IsClaimed;

    /// <summary>The key that the next batch begins behind; null = at the start of the table.</summary>
    public string? Position => DoneThrough ?? Bounds.After;
}
