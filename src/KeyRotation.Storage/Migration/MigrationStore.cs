using KeyRotation.Claims;
using KeyRotation.Migration;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Migration;

/// <summary>Ranges and quarantine in the control store.</summary>
internal sealed class MigrationStore(ControlStore store) : IMigrationStore
{
    private static readonly Statement Plan = new(
        """
        insert into keyrotation.migration_range (work_id, target, pass, range_number, batch_number, rows_read, rows_rewritten,
            rows_verified, rows_superseded, rows_quarantined, started_at, checkpoint_at)
        select @workId, @target, @pass, @rangeNumber, 0, 0, 0, 0, 0, 0, @now, @now
        where not exists (
            select 1 from keyrotation.migration_range
            where work_id = @workId and target = @target and pass = @pass and range_number = @rangeNumber)
        """);

    private static readonly Statement One = new(
        $"""
        select {RangeRow.Columns}
        from keyrotation.migration_range
        where work_id = @workId and target = @target and pass = @pass and range_number = @rangeNumber
        """);

    private static readonly Statement NoteEstimate = new(
        """
        update keyrotation.migration_range
        set rows_estimated = @rows
        where work_id = @workId and target = @target and pass = @pass and range_number = @rangeNumber
        """);

    private static readonly Statement OfWork = new(
        $"""
        select {RangeRow.Columns}
        from keyrotation.migration_range
        where work_id = @workId
        order by target, pass, range_number
        """);

    private static readonly Statement Quarantined = new(
        """
        select {top@limit} row_key as RowKey, column_name as ColumnName, key_version as KeyVersion, reason as Reason
        from keyrotation.quarantine
        where work_id = @workId
        order by recorded_at, quarantine_id
        {limit@limit}
        """);

    private static readonly Statement CountQuarantined = new("select count(*) from keyrotation.quarantine where work_id = @workId");

    private static readonly Statement ForgetRanges = new("delete from keyrotation.migration_range where work_id = @workId and pass > 0 and (@target is null or target = @target)");

    private static readonly Statement ForgetQuarantine = new("delete from keyrotation.quarantine where work_id = @workId and (@target is null or target = @target)");

    public async Task<RangeProgress> GetOrPlanRangeAsync(Fence fence, Guid workId, string target, int pass, int rangeNumber, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = new { workId = (Uid)workId, target, pass, rangeNumber, now = (Instant)now };
        var commitment = await store.Database.CommitAsync([.. fence.Steps(store.ClaimDuration), new Step(Plan, key)], cancellationToken).ConfigureAwait(false);
        return commitment.IsClaimLost()
            ? throw new ClaimLostException(fence)
            : (await store.Database.ReadAsync(session => session.QuerySingleAsync<RangeRow>(One, key), cancellationToken).ConfigureAwait(false)).ToRange();
    }

    public Task NoteEstimateAsync(RangeProgress range, long rows, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(
            session => session.ExecuteAsync(NoteEstimate, new { workId = (Uid)range.WorkId, target = range.Target, pass = range.Pass, rangeNumber = range.RangeNumber, rows }), cancellationToken);

    public Task<IReadOnlyList<RangeProgress>> ListRangesAsync(Guid workId, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<RangeProgress>>(async session =>
        {
            var rows = await session.QueryAsync<RangeRow>(OfWork, new { workId = (Uid)workId }).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToRange())];
        }, cancellationToken);

    public Task<IReadOnlyList<QuarantinedCell>> ListQuarantinedAsync(Guid workId, int limit, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<QuarantinedCell>>(async session =>
        {
            var rows = await session.QueryAsync<QuarantineRow>(Quarantined, new { workId = (Uid)workId, limit }).ConfigureAwait(false);
            return [.. rows.Select(row => new QuarantinedCell(row.RowKey, row.ColumnName, row.KeyVersion, row.Reason))];
        }, cancellationToken);

    public Task<long> CountQuarantinedAsync(Guid workId, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => session.QuerySingleAsync<long>(CountQuarantined, new { workId = (Uid)workId }), cancellationToken);

    /// <summary>Inside the transaction that sends a rotation back.</summary>
    internal static async Task ForgetSweepsAsync(Session session, Guid workId, IReadOnlyList<string>? targets)
    {
        foreach (var target in targets ?? [null!])
        {
            var work = new { workId = (Uid)workId, target };
            await session.ExecuteAsync(ForgetRanges, work).ConfigureAwait(false);
            await session.ExecuteAsync(ForgetQuarantine, work).ConfigureAwait(false);
        }
    }

    private sealed class QuarantineRow
    {
        public required string RowKey { get; init; }
        public required string ColumnName { get; init; }
        public long? KeyVersion { get; init; }
        public required string Reason { get; init; }
    }
}
