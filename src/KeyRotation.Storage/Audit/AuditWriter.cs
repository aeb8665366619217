using KeyRotation.Audit;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Audit;

/// <summary>
/// Appends events to the trail inside the transaction of their change, as its last statements: lock one free lane, insert, move
/// its head (docs/audit.md).
/// </summary>
internal static class AuditWriter
{
    private static readonly Statement Contains = new("select count(*) from keyrotation.audit_event where event_id = @eventId");

    private static readonly Statement CountLanes = new("select count(*) from keyrotation.audit_lane");

    private static readonly Statement CountEvent = new("update keyrotation.key_type set events = events + 1 where name = @keyType");

    private static readonly Statement EventNumber = new("select events from keyrotation.key_type where name = @keyType");

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.audit_event (lane, seq, previous, hash, canonical, event_id, occurred_at, key_type, key_type_seq, action,
            outcome, actor, rotation_id, key_version, duration_seconds, records_affected, error_details)
        values (@lane, @seq, @previous, @hash, @canonical, @eventId, @occurredAt, @keyType, @keyTypeSeq, @action,
            @outcome, @actor, @rotationId, @keyVersion, @durationSeconds, @recordsAffected, @errorDetails)
        """);

    private static readonly Statement MoveHead = new("update keyrotation.audit_lane set seq = @seq, head = @hash where lane = @lane and seq = @seq - 1");

    /// <summary>Whether the event is in the trail: the way to learn what became of a COMMIT whose reply was lost.</summary>
    public static async Task<bool> ContainsAsync(Session session, Guid eventId) =>
        await session.QuerySingleAsync<long>(Contains, new { eventId = (Uid)eventId }).ConfigureAwait(false) > 0;

    public static async Task AppendAsync(Session session, IReadOnlyList<AuditEvent> events)
    {
        var numbered = new List<AuditEvent>(events.Count);
        foreach (var @event in events)
            numbered.Add(@event.KeyType is null ? @event : @event with { KeyTypeSequence = await NextNumberAsync(session, @event.KeyType).ConfigureAwait(false) });

        var lane = await LockLaneAsync(session).ConfigureAwait(false);
        foreach (var @event in numbered)
            lane = await AppendAsync(session, lane, @event).ConfigureAwait(false);
    }

    private static async Task<long> NextNumberAsync(Session session, string keyType)
    {
        await session.ExecuteAsync(CountEvent, new { keyType }).ConfigureAwait(false);
        return await session.QuerySingleAsync<long>(EventNumber, new { keyType }).ConfigureAwait(false);
    }

    private static async Task<Lane> LockLaneAsync(Session session)
    {
        if (await session.QuerySingleOrDefaultAsync<Lane>(session.Dialect.LockFreeAuditLane).ConfigureAwait(false) is { } free)
            return free;
        var lanes = await session.QuerySingleAsync<int>(CountLanes).ConfigureAwait(false);
        if (lanes == 0)
            throw new CorruptStoreException("The audit trail has no lanes. Run `keyrotation db migrate`; if it was migrated before, somebody emptied audit_lane.");
        var lane = System.Security.Cryptography.RandomNumberGenerator.GetInt32(lanes);
        return await session.QuerySingleAsync<Lane>(session.Dialect.LockAuditLane, new { lane }).ConfigureAwait(false);
    }

    private static async Task<Lane> AppendAsync(Session session, Lane lane, AuditEvent @event)
    {
        var canonical = CanonicalAuditEvent.Write(@event);
        var seq = lane.Seq + 1;
        var hash = AuditHash.OfEvent(lane.Number, seq, lane.Head, canonical);
        await session.ExecuteAsync(Insert, new
        {
            lane = lane.Number,
            seq,
            previous = lane.Head,
            hash,
            canonical,
            eventId = (Uid)@event.EventId,
            occurredAt = (Instant)@event.OccurredAt,
            keyType = @event.KeyType,
            keyTypeSeq = @event.KeyTypeSequence,
            action = @event.Action,
            outcome = @event.Outcome.ToSnakeCase(),
            actor = @event.Actor,
            rotationId = (Uid?)@event.RotationId,
            keyVersion = @event.KeyVersion,
            durationSeconds = @event.DurationSeconds,
            recordsAffected = @event.RecordsAffected,
            errorDetails = @event.ErrorDetails,
        }).ConfigureAwait(false);
        if (await session.ExecuteAsync(MoveHead, new { lane = lane.Number, seq, hash }).ConfigureAwait(false) != 1)
            throw new CorruptStoreException($"Audit lane {lane.Number} moved while it was locked. The transaction was rolled back.");
        return new Lane { Number = lane.Number, Seq = seq, Head = hash };
    }

    private sealed class Lane
    {
        public int Number { get; init; }
        public long Seq { get; init; }
        public required byte[] Head { get; init; }
    }
}
