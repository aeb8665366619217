using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Rotations;

/// <summary>Rotations as they are read.</summary>
internal sealed class RotationQueries(ControlStore store)
{
    private const string Columns =
        """
        rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
               priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
               outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
               ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
               next_attempt_at as NextAttemptAt, hold_detail as HoldDetail, hold_until as HoldUntil, propagating_since as PropagatingSince,
               batch_size as BatchSize, pace as Pace, superseded_by as SupersededBy,
               rollback_by as RollbackBy, rollback_reason as RollbackReason, rollback_at as RollbackAt, reactivated_at as ReactivatedAt,
               trace_parent as TraceParent
        """;

    private static readonly Statement ById = new($"select {Columns} from keyrotation.rotation where rotation_id = @id");

    private static readonly Statement OpenByKeyType = new($"select {Columns} from keyrotation.rotation where key_type = @keyType and ended_at is null");

    private static readonly Statement AllOpen = new($"select {Columns} from keyrotation.rotation where ended_at is null order by scheduled_at");

    // Ids are made in the order of time, but SQL Server sorts them otherwise: the time decides, the id only between equals.
    private static readonly Statement Filtered = new(
        $$"""
        select {top@limit} {{Columns}}
        from keyrotation.rotation
        where (@keyType is null or key_type = @keyType)
          and (@open is null or (@open = 1 and ended_at is null) or (@open = 0 and ended_at is not null))
          and scheduled_at <= @beforeAt and (scheduled_at < @beforeAt or rotation_id < @beforeId)
        order by scheduled_at desc, rotation_id desc
        {limit@limit}
        """);

    public Task<Rotation?> FindAsync(RotationId id, CancellationToken cancellationToken) => FindOneAsync(ById, new { id = (Uid)id.Value }, cancellationToken);

    public Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken) => FindOneAsync(OpenByKeyType, new { keyType }, cancellationToken);

    public Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<Rotation>>(async session =>
        {
            var rows = await session.QueryAsync<RotationRow>(AllOpen).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToRotation())];
        }, cancellationToken);

    public async Task<IReadOnlyList<Rotation>> ListAsync(RotationFilter filter, CancellationToken cancellationToken)
    {
        var before = filter.Before is { } id ? await FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        var parameters = new
        {
            keyType = filter.KeyType,
            open = filter.IsOpen is { } isOpen ? isOpen ? 1 : 0 : (int?)null,
            beforeAt = (Instant)(before?.ScheduledAt ?? Instant.EndOfTime),
            beforeId = (Uid)(before?.Id.Value ?? Guid.AllBitsSet),
            limit = filter.Limit,
        };
        return await store.Database.ReadAsync<IReadOnlyList<Rotation>>(async session =>
        {
            var rows = await session.QueryAsync<RotationRow>(Filtered, parameters).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToRotation())];
        }, cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<Rotation?> FindOpenAsync(Session session, string keyType) =>
        (await session.QuerySingleOrDefaultAsync<RotationRow>(OpenByKeyType, new { keyType }).ConfigureAwait(false))?.ToRotation();

    private Task<Rotation?> FindOneAsync(Statement statement, object parameters, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(async session =>
            (await session.QuerySingleOrDefaultAsync<RotationRow>(statement, parameters).ConfigureAwait(false))?.ToRotation(), cancellationToken);
}
