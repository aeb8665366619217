using System.Data;
using System.Text.Json;
using Dapper;
using KeyRotation.Claims;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Dialects;

namespace KeyRotation.Storage.Migration;

/// <summary>Moves a range forward by one batch, inside the batch's transaction where that can be.</summary>
internal static class RangeCheckpoint
{
    /// <summary>The parameter that says how many rows of the batch were written.</summary>
    public const string Written = "written";

    private static readonly Statement Move = new(
        """
        update keyrotation.migration_range
        set done_through = @DoneThrough, batch_number = @BatchNumber, rows_read = @RowsRead, rows_rewritten = @RowsRewritten + @written,
            rows_verified = @RowsVerified, rows_superseded = @RowsSuperseded - @written, rows_quarantined = @RowsQuarantined,
            checkpoint_at = @CheckpointAt, finished_at = @FinishedAt, claimed_until = {now+@claimMilliseconds}
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and batch_number = @BatchNumber - 1
        """);

    private static readonly Statement Current = new(
        $"""
        select {RangeRow.Columns}
        from keyrotation.migration_range
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber
        """);

    /// <summary>The range as it stands behind the batch, of which so many rows were written.</summary>
    public static RangeProgress Behind(RangeProgress range, MigrationBatch batch, int written) => range with
    {
        DoneThrough = batch.DoneThrough,
        BatchNumber = range.BatchNumber + 1,
        RowsRead = range.RowsRead + batch.RowsRead,
        RowsRewritten = range.RowsRewritten + written,
        RowsVerified = range.RowsVerified + batch.RowsVerified,
        RowsSuperseded = range.RowsSuperseded + batch.Rewrites.Count - written,
        RowsQuarantined = range.RowsQuarantined + batch.RowsQuarantined,
        CheckpointAt = batch.At,
        FinishedAt = batch.IsLast ? batch.At : null,
    };

    /// <summary>The last steps of the batch's transaction.</summary>
    /// <param name="written">Rows of the batch that were written; null = a step before these counts them as <see cref="Written"/>.</param>
    public static IEnumerable<Step> Steps(RangeProgress range, MigrationBatch batch, int? written, string keyType, Dialect dialect, TimeSpan claimDuration)
    {
        // As if nothing were written; the statement adds what was.
        var next = RangeRow.Of(Behind(range, batch, written: 0));
        if (batch.Quarantined.Count > 0)
            yield return new Step(dialect.Quarantine, new { cells = Cells(batch), next.WorkId, next.Target, KeyType = keyType, next.CheckpointAt });
        var move = new DynamicParameters(next);
        // A batch that took long has not used up the claim that the next one begins under.
        move.Add("claimMilliseconds", (long)claimDuration.TotalMilliseconds);
        if (written is { } known)
            move.Add(Written, known, DbType.Int32);
        yield return new Step(Move, move) { MustHit = 1 };
    }

    /// <summary>
    /// The range where its checkpoint did not let itself be moved: an earlier attempt was committed and the reply to it was lost.
    /// </summary>
    /// <exception cref="CorruptStoreException">It was something else.</exception>
    public static async Task<RangeProgress> CommittedBeforeAsync(Database store, RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken)
    {
        var row = await store.ReadAsync(session => session.QuerySingleAsync<RangeRow>(Current, RangeRow.Of(range)), cancellationToken).ConfigureAwait(false);
        var stored = row.ToRange();
        // Whatever became of the batch, whoever has the range now is not this process.
        if ((stored.Holder, stored.Epoch) != (range.Holder, range.Epoch))
            throw new ClaimLostException(RangeClaims.Describe(range));
        return stored.BatchNumber == range.BatchNumber + 1 && stored.DoneThrough == batch.DoneThrough
            ? stored
            : throw new CorruptStoreException($"Range {range.RangeNumber} of {range.Target}, pass {range.Pass}, stands at batch {stored.BatchNumber}; expected {range.BatchNumber}. Somebody moved it without the claim; the batch was rolled back.");
    }

    private static string Cells(MigrationBatch batch) => JsonSerializer.Serialize(batch.Quarantined.Select(cell => new
    {
        id = Guid.CreateVersion7(batch.At),
        row_key = cell.RowKey,
        column_name = cell.Column,
        key_version = cell.KeyVersion,
        reason = cell.Reason,
    }));
}
