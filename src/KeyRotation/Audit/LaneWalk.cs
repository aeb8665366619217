namespace KeyRotation.Audit;

/// <summary>One lane, walked event by event as far as the verifier asks. Holds one event.</summary>
internal sealed class LaneWalk(int lane, long sealedUpTo, IAsyncEnumerator<StoredAuditEvent> events) : IAsyncDisposable
{
    private bool _ended;
    private string _where = $"Lane {lane}, before its first event";

    /// <summary>The first thing that is broken in this lane; after it, events are counted only.</summary>
    public AuditBreak? Break { get; private set; }

    /// <summary>Events seen.</summary>
    public long Count { get; private set; }

    /// <summary>Number of the last event seen; 0 at the start.</summary>
    public long Seq { get; private set; }

    /// <summary>Hash of the last event seen; the genesis at the start.</summary>
    public byte[] Hash { get; private set; } = AuditHash.Genesis.ToArray();

    /// <summary>When the first event behind the last seal occurred.</summary>
    public DateTimeOffset? OldestUnsealedAt { get; private set; }

    public async Task AdvanceToAsync(long seq)
    {
        while (Seq < seq && !_ended)
        {
            if (!await events.MoveNextAsync().ConfigureAwait(false))
                _ended = true;
            else
                Take(events.Current);
        }
    }

    /// <summary>Walks to a head that a seal knows, and compares.</summary>
    public async Task<AuditBreak?> ProveSealedAsync(LaneHead head, long seal)
    {
        await AdvanceToAsync(head.Seq).ConfigureAwait(false);
        if (Break is null && Seq < head.Seq)
            Break = Of(AuditBreakKind.SealedEventsRemoved, head.Seq, $"Lane {lane} ends at event {Seq}; a signed seal knows event {sealedUpTo}. The events behind {Seq} were removed.") with { Seal = seal };
        if (Break is null && Seq == head.Seq && !Hash.AsSpan().SequenceEqual(head.Hash))
            Break = Of(
                AuditBreakKind.SealedHashMismatch, head.Seq,
                $"{_where}: a signed seal knows it with another hash; it or an event before it was changed and every later hash recomputed.",
                Convert.ToHexStringLower(head.Hash), Convert.ToHexStringLower(Hash)) with
            { Seal = seal };
        return Break;
    }

    /// <summary>Walks to the lane's head row, and compares.</summary>
    public async Task<AuditBreak?> ProveHeadAsync(LaneHead head)
    {
        await AdvanceToAsync(head.Seq).ConfigureAwait(false);
        if (Seq > head.Seq)
            Break ??= Of(AuditBreakKind.HeadMismatch, head.Seq, $"Lane {lane} ends at event {head.Seq} by its head, and has event {Seq}. Its head was moved back.");
        if (Seq < head.Seq || !Hash.AsSpan().SequenceEqual(head.Hash))
            Break ??= Of(
                AuditBreakKind.HeadMismatch, head.Seq,
                $"Lane {lane} ends at event {Seq}; its head says {head.Seq}. Its newest events were removed or its head was changed.",
                Convert.ToHexStringLower(head.Hash), Convert.ToHexStringLower(Hash));
        return Break;
    }

    public ValueTask DisposeAsync() => events.DisposeAsync();

    private void Take(StoredAuditEvent stored)
    {
        var @event = CanonicalAuditEvent.Read(stored.Canonical);
        _where = $"Lane {lane}, event {stored.Seq} ({stored.Columns.Action}, {stored.Columns.EventId})";
        Break ??= BreakIn(stored, @event);
        Count++;
        Seq = stored.Seq;
        Hash = stored.Hash;
        if (stored.Seq > sealedUpTo)
            OldestUnsealedAt ??= @event?.OccurredAt ?? stored.Columns.OccurredAt;
    }

    private AuditBreak? BreakIn(StoredAuditEvent stored, AuditEvent? @event)
    {
        if (stored.Seq != Seq + 1)
            return Of(AuditBreakKind.EventsMissing, Seq + 1, $"{_where}: expected event {Seq + 1} here; the events between are missing.");
        if (!stored.Previous.AsSpan().SequenceEqual(Hash))
            return Of(AuditBreakKind.LinkMismatch, stored.Seq, $"{_where}: its link to the event before does not match that event.", Convert.ToHexStringLower(Hash), Convert.ToHexStringLower(stored.Previous));
        var hash = AuditHash.OfEvent(lane, stored.Seq, stored.Previous, stored.Canonical);
        if (!hash.AsSpan().SequenceEqual(stored.Hash))
            return Of(AuditBreakKind.HashMismatch, stored.Seq, $"{_where}: its hash is not that of its bytes; the event was changed.", Convert.ToHexStringLower(hash), Convert.ToHexStringLower(stored.Hash));
        if (@event is null)
            return Of(AuditBreakKind.NotCanonical, stored.Seq, $"{_where}: its bytes are no canonical event.");
        return stored.Columns.FirstDifference(@event) is { } column
            ? Of(AuditBreakKind.ColumnChanged, stored.Seq, $"{_where}: column {column} says something else than the hashed bytes; the column was changed.")
            : null;
    }

    private AuditBreak Of(AuditBreakKind kind, long seq, string text, string? expected = null, string? actual = null) =>
        new(kind, text) { Lane = lane, Seq = seq, Expected = expected, Actual = actual };
}
