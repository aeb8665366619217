using KeyRotation.Audit;
using KeyRotation.Pauses;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Pauses;

/// <summary>Pauses in the control store.</summary>
internal sealed class PauseStore(ControlStore store) : IPauseStore
{
    // One command after the other: each sees what the one before made of the pauses.
    private static readonly Statement Serialize = new("update keyrotation.store set created_at = created_at where id = 1");

    // With the change itself: a request that was carried out is never carried out again, over what somebody commanded since.
    private static readonly Statement TakeRequest = new(
        """
        update keyrotation.request
        set taken_at = @now, outcome = 'accepted'
        where request_id = @id and taken_at is null
        """);

    private static readonly Statement All = new(
        """
        select scope as Scope, reason as Reason, paused_by as PausedBy, paused_at as PausedAt, paused_until as PausedUntil
        from keyrotation.pause
        order by scope
        """);

    private static readonly Statement DeleteAll = new("delete from keyrotation.pause");

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.pause (scope, reason, paused_by, paused_at, paused_until)
        values (@scope, @reason, @by, @since, @until)
        """);

    public Task<PausesInForce> ListAsync(CancellationToken cancellationToken) => store.Database.ReadAsync(ReadAsync, cancellationToken);

    public Task<PausesInForce> ChangeAsync(Func<PausesInForce, PausesInForce?> change, AuditEvent @event, Guid? request, CancellationToken cancellationToken)
    {
        var events = new List<AuditEvent>();
        return store.CommitAsync(null, @event.EventId, events, async session =>
        {
            events.Clear();
            await session.ExecuteAsync(Serialize).ConfigureAwait(false);
            var pauses = await ReadAsync(session).ConfigureAwait(false);
            if (request is { } asked && await session.ExecuteAsync(TakeRequest, new { id = (Uid)asked, now = (Instant)@event.OccurredAt }).ConfigureAwait(false) != 1)
                return pauses;
            if (change(pauses) is not { } next)
                return pauses;
            await session.ExecuteAsync(DeleteAll).ConfigureAwait(false);
            foreach (var pause in next.All)
                await session.ExecuteAsync(Insert, new { scope = pause.Scope, reason = pause.Reason, by = pause.By, since = (Instant)pause.Since, until = (Instant?)pause.Until }).ConfigureAwait(false);
            events.Add(@event);
            return next;
        }, cancellationToken);
    }

    private static async Task<PausesInForce> ReadAsync(Session session)
    {
        var rows = await session.QueryAsync<PauseRow>(All).ConfigureAwait(false);
        return new PausesInForce([.. rows.Select(row => new Pause(row.Scope, row.Reason, row.PausedBy, row.PausedAt, (DateTimeOffset?)row.PausedUntil))]);
    }

    private sealed class PauseRow
    {
        public required string Scope { get; init; }
        public required string Reason { get; init; }
        public required string PausedBy { get; init; }
        public Instant PausedAt { get; init; }
        public Instant? PausedUntil { get; init; }
    }
}
