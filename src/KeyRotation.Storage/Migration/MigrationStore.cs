using KeyRotation.Claims;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Migration;

/// <summary>Ranges and quarantine in the control store.</summary>
internal sealed class MigrationStore(ControlStore store, ClaimHolder holder) : IMigrationStore
{
    // Started anew after a crash, planning finds what it stored before and leaves it as it is.
    private static readonly Statement Plan = new(
        """
        insert into keyrotation.migration_range (work_id, target, pass, range_number, kind, to_version, after_key, through_key, epoch,
            batch_number, rows_read, rows_rewritten, rows_verified, rows_superseded, rows_quarantined, rows_estimated, started_at, checkpoint_at)
        select @workId, @target, @pass, @number, @kind, @toVersion, @after, @through, 0, 0, 0, 0, 0, 0, 0, @rows, @now, @now
        where not exists (
            select 1 from keyrotation.migration_range
            where work_id = @workId and target = @target and pass = @pass and range_number = @number)
        """);

    private static readonly Statement One = new(
        $"""
        select {RangeRow.Columns}
        from keyrotation.migration_range
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber
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

    private static readonly Statement CountSuspects = new("select count(*) from keyrotation.quarantine where work_id = @workId and reason = @suspect");

    private static readonly Statement CountQuarantinedUnder = new("select count(*) from keyrotation.quarantine where work_id = @workId and key_version = @version");

    private static readonly Statement ForgetRanges = new(
        "delete from keyrotation.migration_range where work_id = @workId and kind in ('verify', 'verify_roll_back') and (@target is null or target = @target)");

    private static readonly Statement ForgetSweepsOfRollback = new("delete from keyrotation.migration_range where work_id = @workId and kind = 'verify_roll_back'");

    private static readonly Statement ForgetQuarantine = new("delete from keyrotation.quarantine where work_id = @workId and (@target is null or target = @target)");

    private static readonly Statement ForgetFormerQuarantine = new(
        """
        delete from keyrotation.quarantine
        where key_type = @keyType and work_id <> @workId
          and work_id not in (select adoption_id from keyrotation.adoption where ended_at is null)
        """);

    public Task PlanAsync(Fence fence, MigrationWork work, IReadOnlyList<PlannedRange> ranges, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(async session =>
        {
            await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
            foreach (var range in ranges)
                await session.ExecuteAsync(Plan, new
                {
                    workId = (Uid)work.Id,
                    target = range.Target,
                    pass = work.Pass,
                    number = range.Number,
                    kind = work.Kind.ToSnakeCase(),
                    toVersion = work.ToVersion,
                    after = range.Bounds.After,
                    through = range.Bounds.Through,
                    rows = range.RowsEstimated,
                    now = (Instant)now,
                }).ConfigureAwait(false);
        }, cancellationToken);

    public async Task<RangeProgress?> TryTakeAsync(RangeProgress free, CancellationToken cancellationToken)
    {
        if (!await store.Database.InTransactionAsync(session => RangeClaims.TakeAsync(session, free, holder.Name, store.ClaimDuration), cancellationToken).ConfigureAwait(false))
            return null;
        // As it stands now: whoever had it before may have committed a batch since it was read.
        var range = (await store.Database.ReadAsync(session => session.QuerySingleAsync<RangeRow>(One, RangeRow.Of(free)), cancellationToken).ConfigureAwait(false)).ToRange();
        return range.Holder == holder.Name && range.Epoch == free.Epoch + 1 ? range : null;
    }

    public Task ReleaseAsync(RangeProgress held, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => RangeClaims.ReleaseAsync(session, held), cancellationToken);

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

    public Task<long> CountSuspectsAsync(Guid workId, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => session.QuerySingleAsync<long>(CountSuspects, new { workId = (Uid)workId, suspect = QuarantinedCell.Suspect }), cancellationToken);

    public Task<long> CountQuarantinedUnderAsync(Guid workId, int version, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => session.QuerySingleAsync<long>(CountQuarantinedUnder, new { workId = (Uid)workId, version = (long)version }), cancellationToken);

    /// <summary>
    /// Inside the transaction that begins a rollback, or begins one again that failed: the list of what does not open is written anew by
    /// sweeps that open everything. What was migrated stays.
    /// </summary>
    internal static async Task BeginRollbackAsync(Session session, Guid workId)
    {
        await session.ExecuteAsync(ForgetSweepsOfRollback, new { workId = (Uid)workId }).ConfigureAwait(false);
        await session.ExecuteAsync(ForgetQuarantine, new { workId = (Uid)workId, target = (string?)null }).ConfigureAwait(false);
    }

    /// <summary>Inside the transaction that ends a rotation which opened everything; of how many ciphertexts.</summary>
    internal static Task<int> ForgetFormerQuarantineAsync(Session session, Rotation rotation) =>
        session.ExecuteAsync(ForgetFormerQuarantine, new { keyType = rotation.KeyType, workId = (Uid)rotation.Id.Value });

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
