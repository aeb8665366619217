using System.Security.Cryptography;
using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

/// <summary>A small trail in memory: built as the store builds it, and open to every tampering.</summary>
internal sealed class Trail : IAuditTrailReader, IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public List<StoredAuditEvent> Events { get; } = [];

    public List<LaneHead> Heads { get; } = [];

    public List<AuditSeal> Seals { get; } = [];

    public Dictionary<int, byte[]> PublicKeys { get; } = [];

    /// <summary>Runs once, after the reading of the same name: what others write while a verifier reads.</summary>
    public Action? AfterHeads { get; set; }

    public Action? AfterPublicKeys { get; set; }

    public Trail(int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            Heads.Add(new LaneHead(lane, 0, AuditHash.Genesis.ToArray()));
        PublicKeys[1] = Key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Two lanes of four events each, a seal over the first two of each, a seal over the first three.</summary>
    public static Trail OfTwoLanes()
    {
        var trail = new Trail(lanes: 2);
        trail.Append(0, 2).Append(1, 2).Seal().Append(0, 1).Append(1, 1).Seal().Append(0, 1).Append(1, 1);
        return trail;
    }

    public Trail Append(int lane, int count = 1)
    {
        for (; count > 0; count--)
        {
            var head = Heads.Single(head => head.Lane == lane);
            Put(head.Lane, head.Seq + 1, head.Hash, CanonicalAuditEvent.Write(Event(Events.Count + 1)));
        }
        return this;
    }

    public Trail Seal(ECDsa? key = null, int keyNumber = 1)
    {
        Seals.Add(AuditSeal.Sign(Seals.LastOrDefault(), Heads, Start.AddSeconds(Seals.Count), keyNumber, key ?? Key));
        return this;
    }

    public int IndexOf(int lane, long seq) => Events.FindIndex(stored => stored.Lane == lane && stored.Seq == seq);

    public void Change(int lane, long seq, Func<StoredAuditEvent, StoredAuditEvent> change)
    {
        var index = IndexOf(lane, seq);
        Events[index] = change(Events[index]);
    }

    public void ChangeHead(int lane, Func<LaneHead, LaneHead> change)
    {
        var index = Heads.FindIndex(head => head.Lane == lane);
        Heads[index] = change(Heads[index]);
    }

    public void ChangeSeal(int number, Func<AuditSeal, AuditSeal> change) => Seals[number - 1] = change(Seals[number - 1]);

    /// <summary>What a forger does who can write every table: numbers, links, hashes, columns and the head are made to fit again.</summary>
    public void Recompute(int lane)
    {
        var canonicals = Events.Where(stored => stored.Lane == lane).Select(stored => stored.Canonical).ToList();
        Events.RemoveAll(stored => stored.Lane == lane);
        ChangeHead(lane, head => head with { Seq = 0, Hash = AuditHash.Genesis.ToArray() });
        foreach (var canonical in canonicals)
        {
            var head = Heads.Single(head => head.Lane == lane);
            Put(lane, head.Seq + 1, head.Hash, canonical);
        }
    }

    public static AuditEvent Event(int number) => new()
    {
        EventId = new Guid(number, 0, 0, new byte[8]),
        OccurredAt = Start.AddMinutes(number),
        KeyType = "orders",
        KeyTypeSequence = number,
        Action = AuditActions.RotationCompleted,
        Outcome = AuditOutcome.Success,
        Actor = "scheduler",
        RotationId = new Guid(number, 1, 0, new byte[8]),
        KeyVersion = number,
        DurationSeconds = 1.5 * number,
        RecordsAffected = 100 * number,
        ErrorDetails = "none",
        Details = new Dictionary<string, string> { ["reason"] = "age" },
    };

    public static AuditEventColumns ColumnsOf(AuditEvent @event) => new(
        @event.EventId, @event.OccurredAt, @event.KeyType, @event.KeyTypeSequence, @event.Action, @event.Outcome.ToString().ToLowerInvariant(), @event.Actor,
        @event.RotationId, @event.KeyVersion, @event.DurationSeconds, @event.RecordsAffected, @event.ErrorDetails);

    public Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LaneHead> heads = [.. Heads];
        Meanwhile(AfterHeads, () => AfterHeads = null);
        return Task.FromResult(heads);
    }

    public IAsyncEnumerable<StoredAuditEvent> ReadLaneAsync(int lane, CancellationToken cancellationToken) =>
        Events.Where(stored => stored.Lane == lane).OrderBy(stored => stored.Seq).ToAsyncEnumerable();

    public IAsyncEnumerable<AuditSeal> ReadSealsAsync(CancellationToken cancellationToken) => Seals.OrderBy(seal => seal.Number).ToAsyncEnumerable();

    public Task<IReadOnlyDictionary<int, byte[]>> ReadPublicKeysAsync(CancellationToken cancellationToken)
    {
        var keys = PublicKeys.ToDictionary();
        Meanwhile(AfterPublicKeys, () => AfterPublicKeys = null);
        return Task.FromResult<IReadOnlyDictionary<int, byte[]>>(keys);
    }

    public void Dispose() => Key.Dispose();

    private void Put(int lane, long seq, byte[] previous, byte[] canonical)
    {
        var hash = AuditHash.OfEvent(lane, seq, previous, canonical);
        Events.Add(new StoredAuditEvent(lane, seq, previous, hash, canonical, ColumnsOf(CanonicalAuditEvent.Read(canonical)!)));
        ChangeHead(lane, head => head with { Seq = seq, Hash = hash });
    }

    private static void Meanwhile(Action? what, Action forget)
    {
        forget();
        what?.Invoke();
    }
}
