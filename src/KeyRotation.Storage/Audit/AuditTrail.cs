using System.Runtime.CompilerServices;
using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Custody;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Audit;

/// <summary>The trail in the control store: read for verification, and sealed.</summary>
internal sealed class AuditTrail(ControlStore store) : IAuditTrailReader, IAuditSealStore
{
    private const int Page = 1000;

    private const string SealColumns =
        """
        number as Number, sealed_at as SealedAt, key_number as KeyNumber, canonical as Canonical, previous as Previous, hash as Hash,
               signature as Signature
        """;

    private static readonly Statement Heads = new("select lane as Lane, seq as Seq, head as Head from keyrotation.audit_lane order by lane");

    private static readonly Statement Events = new(
        $$"""
        select {top@limit} {{AuditEventRow.Columns}}
        from keyrotation.audit_event
        where lane = @lane and seq > @after
        order by seq
        {limit@limit}
        """);

    private static readonly Statement Seals = new($"select {{top@limit}} {SealColumns} from keyrotation.audit_seal where number > @after order by number {{limit@limit}}");

    private static readonly Statement LastSeal = new($"select {SealColumns} from keyrotation.audit_seal where number = (select max(number) from keyrotation.audit_seal)");

    private static readonly Statement InsertSeal = new(
        """
        insert into keyrotation.audit_seal (number, sealed_at, key_number, canonical, previous, hash, signature)
        values (@Number, @SealedAt, @KeyNumber, @Canonical, @Previous, @Hash, @Signature)
        """);

    private static readonly Statement Keys = new(
        """
        select number as Number, public_key as PublicKey, kek_id as KekId, wrapped_record as WrappedRecord, check_value as CheckValue
        from keyrotation.audit_key
        order by number
        """);

    private static readonly Statement InsertKey = new(
        """
        insert into keyrotation.audit_key (number, public_key, kek_id, wrapped_record, check_value, created_at)
        values (@number, @publicKey, @kekId, @wrapped, @checkValue, @now)
        """);

    public Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync(ReadHeadsAsync, cancellationToken);

    public async IAsyncEnumerable<StoredAuditEvent> ReadLaneAsync(int lane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long after = 0;
        IReadOnlyList<AuditEventRow> page;
        do
        {
            var from = after;
            page = await store.Database.ReadAsync(session => session.QueryAsync<AuditEventRow>(Events, new { lane, after = from, limit = Page }), cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
                yield return row.ToStored();
            after = page.Count == 0 ? after : page[^1].Seq;
        }
        while (page.Count == Page);
    }

    public async IAsyncEnumerable<AuditSeal> ReadSealsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long after = 0;
        IReadOnlyList<SealRow> page;
        do
        {
            var from = after;
            page = await store.Database.ReadAsync(session => session.QueryAsync<SealRow>(Seals, new { after = from, limit = Page }), cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
                yield return row.ToSeal();
            after = page.Count == 0 ? after : page[^1].Number;
        }
        while (page.Count == Page);
    }

    public async Task<IReadOnlyDictionary<int, byte[]>> ReadPublicKeysAsync(CancellationToken cancellationToken)
    {
        var keys = await store.Database.ReadAsync(session => session.QueryAsync<KeyRow>(Keys), cancellationToken).ConfigureAwait(false);
        return keys.ToDictionary(key => key.Number, key => key.PublicKey);
    }

    public async Task<AuditKeyRecord?> FindNewestKeyAsync(CancellationToken cancellationToken)
    {
        var keys = await ListKeysAsync(cancellationToken).ConfigureAwait(false);
        return keys.Count == 0 ? null : keys[^1];
    }

    public async Task<IReadOnlyList<AuditKeyRecord>> ListKeysAsync(CancellationToken cancellationToken)
    {
        var keys = await store.Database.ReadAsync(session => session.QueryAsync<KeyRow>(Keys), cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => key.ToRecord())];
    }

    public Task InsertKeyAsync(Fence fence, AuditKeyRecord key, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(async session =>
        {
            await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
            await session.ExecuteAsync(InsertKey, new
            {
                number = key.Number,
                publicKey = key.PublicKey,
                kekId = key.Wrapped.KekId,
                wrapped = key.Wrapped.Record,
                checkValue = key.Wrapped.CheckValue,
                now = (Instant)now,
            }).ConfigureAwait(false);
        }, cancellationToken);

    public Task<AuditSeal?> FindLastSealAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync(FindLastSealAsync, cancellationToken);

    public Task<AuditSeal?> SealAsync(Fence fence, Func<AuditSeal?, IReadOnlyList<LaneHead>, AuditSeal?> sign, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(async session =>
        {
            await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
            var previous = await FindLastSealAsync(session).ConfigureAwait(false);
            var seal = sign(previous, await ReadHeadsAsync(session).ConfigureAwait(false));
            if (seal is not null)
                await session.ExecuteAsync(InsertSeal, new
                {
                    seal.Number,
                    SealedAt = (Instant)seal.SealedAt,
                    seal.KeyNumber,
                    seal.Canonical,
                    seal.Previous,
                    seal.Hash,
                    seal.Signature,
                }).ConfigureAwait(false);
            return seal;
        }, cancellationToken);

    private static async Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(Session session)
    {
        var rows = await session.QueryAsync<HeadRow>(Heads).ConfigureAwait(false);
        return [.. rows.Select(row => new LaneHead(row.Lane, row.Seq, row.Head))];
    }

    private static async Task<AuditSeal?> FindLastSealAsync(Session session) =>
        (await session.QuerySingleOrDefaultAsync<SealRow>(LastSeal).ConfigureAwait(false))?.ToSeal();

    private sealed class HeadRow
    {
        public int Lane { get; init; }
        public long Seq { get; init; }
        public required byte[] Head { get; init; }
    }

    private sealed class SealRow
    {
        public long Number { get; init; }
        public Instant SealedAt { get; init; }
        public int KeyNumber { get; init; }
        public required byte[] Canonical { get; init; }
        public required byte[] Previous { get; init; }
        public required byte[] Hash { get; init; }
        public required byte[] Signature { get; init; }

        public AuditSeal ToSeal() => new(Number, SealedAt, KeyNumber, Canonical, Previous, Hash, Signature);
    }

    private sealed class KeyRow
    {
        public int Number { get; init; }
        public required byte[] PublicKey { get; init; }
        public required string KekId { get; init; }
        public required byte[] WrappedRecord { get; init; }
        public required byte[] CheckValue { get; init; }

        public AuditKeyRecord ToRecord() => new(Number, PublicKey, new WrappedKey(WrappedRecord, CheckValue, KekId));
    }
}
