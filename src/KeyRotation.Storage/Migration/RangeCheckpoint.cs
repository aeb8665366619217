using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Migration;

/// <summary>Moves a range forward by one batch, inside the batch's transaction where that can be.</summary>
internal static class RangeCheckpoint
{
    private static readonly Statement Update = new(
        """
        update keyrotation.migration_range
        set done_through = @DoneThrough, batch_number = @BatchNumber, rows_read = @RowsRead, rows_rewritten = @RowsRewritten,
            rows_verified = @RowsVerified, rows_superseded = @RowsSuperseded, rows_quarantined = @RowsQuarantined,
            checkpoint_at = @CheckpointAt, finished_at = @FinishedAt
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and batch_number = @BatchNumber - 1
        """);

    private static readonly Statement Current = new(
        $"""
        select {RangeRow.Columns}
        from keyrotation.migration_range
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber
        """);

    private static readonly Statement Quarantine = new(
        """
        insert into keyrotation.quarantine (quarantine_id, work_id, key_type, target, row_key, column_name, key_version, reason, recorded_at)
        select @id, @workId, @keyType, @target, @rowKey, @column, @keyVersion, @reason, @at
        where not exists (
            select 1 from keyrotation.quarantine
            where work_id = @workId and target = @target and row_key = @rowKey and column_name = @column)
        """);

    /// <exception cref="CheckpointAlreadyCommittedException">This batch was committed by an earlier attempt.</exception>
    public static async Task<RangeProgress> MoveAsync(Session session, RangeProgress range, MigrationBatch batch, int written, string keyType)
    {
        var next = range with
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
        foreach (var cell in batch.Quarantined)
            await session.ExecuteAsync(Quarantine, new
            {
                id = (Uid)Guid.CreateVersion7(batch.At),
                workId = (Uid)range.WorkId,
                keyType,
                target = range.Target,
                rowKey = cell.RowKey,
                column = cell.Column,
                keyVersion = cell.KeyVersion,
                reason = cell.Reason,
                at = (Instant)batch.At,
            }).ConfigureAwait(false);
        if (await session.ExecuteAsync(Update, RangeRow.Of(next)).ConfigureAwait(false) == 1)
            return next;

        var stored = (await session.QuerySingleAsync<RangeRow>(Current, RangeRow.Of(range)).ConfigureAwait(false)).ToRange();
        throw stored.BatchNumber == next.BatchNumber && stored.DoneThrough == next.DoneThrough
            ? new CheckpointAlreadyCommittedException(stored)
            : new CorruptStoreException($"Range {range.RangeNumber} of {range.Target}, pass {range.Pass}, stands at batch {stored.BatchNumber}; expected {range.BatchNumber}. Somebody moved it without the claim; the batch was rolled back.");
    }
}
