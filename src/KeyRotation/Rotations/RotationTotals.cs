namespace KeyRotation.Rotations;

/// <summary>Counts over all rotations that there ever were.</summary>
/// <param name="Scheduled">All that were opened.</param>
/// <param name="Completed">With outcome success or partial.</param>
/// <param name="Failed">That stand in `failed`, or ended after they had been there without completing.</param>
/// <param name="AverageDurationSeconds">Of the completed ones, from start to end; null when there is none.</param>
public sealed record RotationTotals(long Scheduled, long Completed, long Failed, double? AverageDurationSeconds);
