namespace KeyRotation.Migration;

/// <summary>A range that is to be worked on. Once stored, its bounds never change.</summary>
/// <param name="Target">The target that it is a part of.</param>
/// <param name="Number">0, 1, 2 ... in the order of the key.</param>
/// <param name="Bounds">Its keys.</param>
/// <param name="RowsEstimated">How many rows it has about; null where they were not counted.</param>
public sealed record PlannedRange(string Target, int Number, RangeBounds Bounds, long? RowsEstimated);
