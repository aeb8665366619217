namespace KeyRotation.Migration;

/// <summary>One batch, ready to be committed.</summary>
/// <param name="Rewrites">Rows to write back by compare-and-swap.</param>
/// <param name="Quarantined">Ciphertexts that did not open.</param>
/// <param name="DoneThrough">The key of the batch's last row; unchanged when the batch is empty.</param>
/// <param name="RowsRead">Rows of the batch.</param>
/// <param name="RowsVerified">Rows whose every ciphertext was opened under the target version.</param>
/// <param name="RowsQuarantined">Rows with at least one ciphertext that did not open.</param>
/// <param name="At">Policy time of the checkpoint.</param>
/// <param name="IsLast">Nothing comes behind this batch.</param>
public sealed record MigrationBatch(
    IReadOnlyList<RowRewrite> Rewrites,
    IReadOnlyList<QuarantinedCell> Quarantined,
    string? DoneThrough,
    int RowsRead,
    int RowsVerified,
    int RowsQuarantined,
    DateTimeOffset At,
    bool IsLast);
