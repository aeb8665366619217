namespace KeyRotation.Migration;

/// <summary>
/// What a row becomes. It is written only where every cell (and source) still is what was read: an application that wrote
/// meanwhile wins, always.
/// </summary>
/// <param name="Row">As it was read.</param>
/// <param name="NewCells">All sealed columns; one that does not change is repeated.</param>
public sealed record RowRewrite(TargetRow Row, IReadOnlyList<object?> NewCells);
