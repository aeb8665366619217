using System.Security.Cryptography;
using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

/// <summary>A trail in memory that a forger may write as he likes, and that records how far its lanes were read.</summary>
internal sealed class RecordedTrail : IAuditTrailReader, IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public List<StoredAuditEvent> Events { get; } = [];

    public List<LaneHead> Heads { get; } = [];

    public List<AuditSeal> Seals { get; } = [];

    public Dictionary<int, byte[]> PublicKeys { get; } = [];

    /// <summary>Number of the last event that was read from each lane.</summary>
    public Dictionary<int, long> ReadUpTo { get; } = [];

    /// <summary>Called before each seal is handed out.</summary>
    public Action<AuditSeal> OnSealRead { get; set; } = _ => { };

    public RecordedTrail(int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            Heads.Add(new LaneHead(lane, 0, AuditHash.Genesis.ToArray()));
        PublicKeys[1] = Key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Lanes of one event for each seal, and a seal after each round.</summary>
    public static RecordedTrail OfSeals(int lanes, int seals)
    {
        var trail = new RecordedTrail(lanes);
        for (var seal = 0; seal < seals; seal++)
        {
            for (var lane = 0; lane < lanes; lane++)
                trail.Append(lane);
            trail.Seal(trail.Key);
        }
        return trail;
    }

    public void Append(int lane)
    {
        var head = Heads[lane];
        var @event = new AuditEvent
        {
            EventId = new Guid(Events.Count + 1, (short)lane, 0, new byte[8]),
            OccurredAt = Start.AddMinutes(Events.Count),
            Action = AuditActions.RotationOpened,
            Outcome = AuditOutcome.Success,
            Actor = "scheduler",
        };
        var canonical = CanonicalAuditEvent.Write(@event);
        var hash = AuditHash.OfEvent(lane, head.Seq + 1, head.Hash, canonical);
        Events.Add(new StoredAuditEvent(lane, head.Seq + 1, head.Hash, hash, canonical, new AuditEventColumns(
            @event.EventId, @event.OccurredAt, null, null, @event.Action, "success", @event.Actor, null, null, null, null, null)));
        Heads[lane] = new LaneHead(lane, head.Seq + 1, hash);
    }

    public void Seal(ECDsa key) => Seals.Add(AuditSeal.Sign(Seals.LastOrDefault(), Heads, Start.AddHours(Seals.Count), 1, key));

    /// <summary>Removes a lane's newest events and moves its head back.</summary>
    public void CutOff(int lane, long behind)
    {
        Events.RemoveAll(stored => stored.Lane == lane && stored.Seq > behind);
        var last = Events.LastOrDefault(stored => stored.Lane == lane);
        Heads[lane] = new LaneHead(lane, behind, last?.Hash ?? AuditHash.Genesis.ToArray());
    }

    public Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LaneHead>>([.. Heads]);

    public IAsyncEnumerable<StoredAuditEvent> ReadLaneAsync(int lane, CancellationToken cancellationToken) =>
        Events.Where(stored => stored.Lane == lane).ToAsyncEnumerable().Select(stored =>
        {
            ReadUpTo[lane] = stored.Seq;
            return stored;
        });

    public IAsyncEnumerable<AuditSeal> ReadSealsAsync(CancellationToken cancellationToken) => Seals.ToAsyncEnumerable().Select(seal =>
    {
        OnSealRead(seal);
        return seal;
    });

    public Task<IReadOnlyDictionary<int, byte[]>> ReadPublicKeysAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<int, byte[]>>(PublicKeys.ToDictionary());

    public void Dispose() => Key.Dispose();
}
