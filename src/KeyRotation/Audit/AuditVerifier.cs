namespace KeyRotation.Audit;

/// <summary>
/// Walks seals and lanes and names the first thing that is broken (docs/audit.md). The plain hashes find a careless change; the
/// signed seals find one that recomputed every later hash. It holds one event a lane and one seal, and may run beside nodes at work.
/// </summary>
public sealed class AuditVerifier(IAuditTrailReader trail)
{
    /// <summary>Verifies with the store's own public keys.</summary>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken) => VerifyAsync(AuditTrust.TheStore, cancellationToken);

    /// <summary>Verifies with what is known from outside the database as well.</summary>
    public async Task<AuditVerification> VerifyAsync(AuditTrust trust, CancellationToken cancellationToken)
    {
        // Seals before heads: were it the other way, a seal made meanwhile would know events behind the heads, and a trail at
        // work would seem broken. Events that come while we read are behind the heads, and are left to the next walk.
        using var seals = await ReadSealsAsync(trust, cancellationToken).ConfigureAwait(false);
        var heads = await trail.ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        var lanes = heads.ToDictionary(head => head.Lane, head => new LaneWalk(head.Lane, seals.SealedUpTo(head.Lane), trail.ReadLaneAsync(head.Lane, cancellationToken).GetAsyncEnumerator(cancellationToken)));
        try
        {
            var firstBreak = seals.Break ?? await ProveSealedAsync(seals, lanes, cancellationToken).ConfigureAwait(false);
            foreach (var head in heads)
            {
                var inLane = await lanes[head.Lane].ProveHeadAsync(head).ConfigureAwait(false);
                firstBreak ??= inLane;
            }
            return new AuditVerification
            {
                Events = lanes.Values.Sum(lane => lane.Count),
                Seals = seals.Count,
                UnsealedEvents = heads.Sum(head => Math.Max(0, head.Seq - seals.SealedUpTo(head.Lane))),
                LastSealedAt = seals.Last?.SealedAt,
                OldestUnsealedAt = lanes.Values.Min(lane => lane.OldestUnsealedAt),
                Break = firstBreak,
            };
        }
        finally
        {
            foreach (var lane in lanes.Values)
                await lane.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<SealChain> ReadSealsAsync(AuditTrust trust, CancellationToken cancellationToken)
    {
        var chain = new SealChain(await trail.ReadPublicKeysAsync(cancellationToken).ConfigureAwait(false), trust);
        await foreach (var seal in trail.ReadSealsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (chain.Misses(seal))
                chain.Learn(await trail.ReadPublicKeysAsync(cancellationToken).ConfigureAwait(false));
            chain.Add(seal);
        }
        chain.Complete();
        return chain;
    }

    /// <summary>Reads the seals a second time, beside the events: no more than one seal is held at once.</summary>
    private async Task<AuditBreak?> ProveSealedAsync(SealChain seals, Dictionary<int, LaneWalk> lanes, CancellationToken cancellationToken)
    {
        if (seals.Last is not { } last)
            return null;
        var link = AuditHash.Genesis.ToArray();
        await foreach (var seal in trail.ReadSealsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (seal.Number > last.Number)
                break;
            link = AuditHash.OfSeal(seal.Number, link, seal.Canonical);
            foreach (var head in seal.ReadHeads() ?? [])
            {
                if (!lanes.TryGetValue(head.Lane, out var lane))
                {
                    // A lane that never had an event may go.
                    if (head.Seq == 0)
                        continue;
                    return new AuditBreak(AuditBreakKind.LaneRemoved, $"Lane {head.Lane} was sealed and has no head any more.") { Lane = head.Lane, Seal = seal.Number };
                }
                if (await lane.ProveSealedAsync(head, seal.Number).ConfigureAwait(false) is { } broken)
                    return broken;
            }
        }
        return link.AsSpan().SequenceEqual(last.Hash)
            ? null
            : new AuditBreak(AuditBreakKind.SealLinkMismatch, $"The seals up to {last.Number} were changed while they were verified.") { Seal = last.Number };
    }
}
