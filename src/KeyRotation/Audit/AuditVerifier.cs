using System.Security.Cryptography;

namespace KeyRotation.Audit;

/// <summary>
/// Walks seals and lanes and names the first thing that is broken (docs/audit.md). The plain hashes find a careless change; the
/// signed seals find one that recomputed every later hash.
/// </summary>
public sealed class AuditVerifier(IAuditTrailReader trail)
{
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        // Heads first: events that come while we read are behind them, and are left to the next walk.
        var heads = await trail.ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        var seals = await ReadSealsAsync(cancellationToken).ConfigureAwait(false);
        var firstBreak = seals.Break;
        long events = 0;
        long unsealed = 0;
        foreach (var head in heads)
        {
            var sealedHeads = seals.HeadsOf(head.Lane);
            var lane = await WalkLaneAsync(head, sealedHeads, cancellationToken).ConfigureAwait(false);
            events += lane.Events;
            unsealed += head.Seq - (sealedHeads.Count == 0 ? 0 : Math.Min(head.Seq, sealedHeads.Keys.Max()));
            firstBreak ??= lane.Break;
        }
        firstBreak ??= seals.Lanes.Except(heads.Select(head => head.Lane)).Select(lane => $"Lane {lane} was sealed and has no head any more.").FirstOrDefault();
        return new AuditVerification { Events = events, Seals = seals.Count, UnsealedEvents = unsealed, LastSealedAt = seals.LastSealedAt, FirstBreak = firstBreak };
    }

    private async Task<SealWalk> ReadSealsAsync(CancellationToken cancellationToken)
    {
        var walk = new SealWalk(await trail.ReadPublicKeysAsync(cancellationToken).ConfigureAwait(false));
        await foreach (var seal in trail.ReadSealsAsync(cancellationToken).ConfigureAwait(false))
            walk.Add(seal);
        return walk;
    }

    private async Task<(long Events, string? Break)> WalkLaneAsync(LaneHead head, Dictionary<long, byte[]> sealedHeads, CancellationToken cancellationToken)
    {
        var previous = AuditHash.Genesis.ToArray();
        long seq = 0;
        string? firstBreak = null;
        await foreach (var stored in trail.ReadLaneAsync(head.Lane, cancellationToken).ConfigureAwait(false))
        {
            if (stored.Seq > head.Seq)
                break;
            seq++;
            firstBreak ??= BreakIn(stored, seq, previous, sealedHeads);
            previous = stored.Hash;
            seq = stored.Seq;
        }
        if (seq != head.Seq || !previous.AsSpan().SequenceEqual(head.Hash))
            firstBreak ??= $"Lane {head.Lane} ends at event {seq}; its head says {head.Seq}. Its newest events were removed or its head was changed.";
        if (sealedHeads.Count > 0 && sealedHeads.Keys.Max() is var last && last > seq)
            firstBreak ??= $"Lane {head.Lane} ends at event {seq}; a signed seal knows event {last}. The events behind {seq} were removed.";
        return (seq, firstBreak);
    }

    private static string? BreakIn(StoredAuditEvent stored, long expectedSeq, byte[] previous, Dictionary<long, byte[]> sealedHeads)
    {
        var where = $"Lane {stored.Lane}, event {stored.Seq} ({stored.Columns.Action}, {stored.Columns.EventId})";
        if (stored.Seq != expectedSeq)
            return $"{where}: expected event {expectedSeq} here; the events between are missing.";
        if (!stored.Previous.AsSpan().SequenceEqual(previous))
            return $"{where}: its link to the event before does not match that event.";
        if (!AuditHash.OfEvent(stored.Lane, stored.Seq, stored.Previous, stored.Canonical).AsSpan().SequenceEqual(stored.Hash))
            return $"{where}: its hash is not that of its bytes; the event was changed.";
        if (sealedHeads.TryGetValue(stored.Seq, out var sealedHash) && !sealedHash.AsSpan().SequenceEqual(stored.Hash))
            return $"{where}: a signed seal knows it with another hash; it or an event before it was changed and every later hash recomputed.";
        if (CanonicalAuditEvent.Read(stored.Canonical) is not { } @event)
            return $"{where}: its bytes are no canonical event.";
        return stored.Columns.FirstDifference(@event) is { } column
            ? $"{where}: column {column} says something else than the hashed bytes; the column was changed."
            : null;
    }

    /// <summary>The seals, walked: their chain, their signatures, and the heads that they vouch for.</summary>
    private sealed class SealWalk(IReadOnlyDictionary<int, byte[]> publicKeys)
    {
        private readonly Dictionary<int, Dictionary<long, byte[]>> _heads = [];
        private AuditSeal? _last;

        public string? Break { get; private set; }

        public long Count { get; private set; }

        public DateTimeOffset? LastSealedAt => _last?.SealedAt;

        public IEnumerable<int> Lanes => _heads.Where(lane => lane.Value.Keys.Any(seq => seq > 0)).Select(lane => lane.Key);

        public Dictionary<long, byte[]> HeadsOf(int lane) => _heads.GetValueOrDefault(lane) ?? [];

        public void Add(AuditSeal seal)
        {
            Break ??= BreakIn(seal);
            Count++;
            _last = seal;
            if (Break is not null)
                return;
            foreach (var head in seal.ReadHeads()!)
            {
                if (!_heads.TryGetValue(head.Lane, out var lane))
                    _heads[head.Lane] = lane = [];
                lane[head.Seq] = head.Hash;
            }
        }

        private string? BreakIn(AuditSeal seal)
        {
            if (seal.Number != (_last?.Number ?? 0) + 1)
                return $"Seal {seal.Number} follows seal {_last?.Number ?? 0}; the seals between are missing.";
            if (!seal.Previous.AsSpan().SequenceEqual(_last is null ? AuditHash.Genesis : _last.Hash))
                return $"Seal {seal.Number}: its link to the seal before does not match that seal.";
            if (!publicKeys.TryGetValue(seal.KeyNumber, out var publicKey))
                return $"Seal {seal.Number} is signed by audit key {seal.KeyNumber}, which is not registered.";
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            if (!seal.IsSignedBy(key))
                return $"Seal {seal.Number}: its signature by audit key {seal.KeyNumber} does not match; the seal was changed or forged.";
            return seal.ReadHeads() is null ? $"Seal {seal.Number}: its bytes are no seal of this format." : null;
        }
    }
}
