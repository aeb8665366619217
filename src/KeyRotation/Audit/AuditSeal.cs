using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KeyRotation.Audit;

/// <summary>
/// All lanes' heads at one moment, chained to the seal before and signed: who can write the tables cannot forge it, and whoever
/// has the public key can verify it (docs/audit.md).
/// </summary>
public sealed record AuditSeal(long Number, DateTimeOffset SealedAt, int KeyNumber, byte[] Canonical, byte[] Previous, byte[] Hash, byte[] Signature)
{
    private const int FixedSize = sizeof(long) + sizeof(int) + sizeof(int);
    private const int HeadSize = sizeof(int) + sizeof(long) + AuditHash.Size;

    /// <summary>Makes and signs the seal that follows <paramref name="previous"/> (null = the first).</summary>
    public static AuditSeal Sign(AuditSeal? previous, IReadOnlyList<LaneHead> heads, DateTimeOffset now, int keyNumber, ECDsa key)
    {
        var number = (previous?.Number ?? 0) + 1;
        var before = previous?.Hash ?? AuditHash.Genesis.ToArray();
        var sealedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var canonical = Write(sealedAt, keyNumber, heads);
        var hash = AuditHash.OfSeal(number, before, canonical);
        return new AuditSeal(number, sealedAt, keyNumber, canonical, before, hash, key.SignHash(hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <summary>Whether the hash is that of the bytes, and the signature that of the hash.</summary>
    public bool IsSignedBy(ECDsa key) =>
        AuditHash.OfSeal(Number, Previous, Canonical).AsSpan().SequenceEqual(Hash) && key.VerifyHash(Hash, Signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The heads that were sealed; null when the bytes are not of this layout, or contradict the seal's own columns.</summary>
    public IReadOnlyList<LaneHead>? ReadHeads()
    {
        if (Canonical.Length < FixedSize)
            return null;
        var count = BinaryPrimitives.ReadInt32BigEndian(Canonical.AsSpan(sizeof(long) + sizeof(int)));
        if (count < 0 || Canonical.Length != FixedSize + (long)count * HeadSize
            || BinaryPrimitives.ReadInt64BigEndian(Canonical) != SealedAt.ToUnixTimeMilliseconds()
            || BinaryPrimitives.ReadInt32BigEndian(Canonical.AsSpan(sizeof(long))) != KeyNumber)
            return null;
        var heads = new LaneHead[count];
        for (var index = 0; index < count; index++)
        {
            var head = Canonical.AsSpan(FixedSize + index * HeadSize, HeadSize);
            heads[index] = new LaneHead(BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt64BigEndian(head[sizeof(int)..]), head[(sizeof(int) + sizeof(long))..].ToArray());
            // Each lane once, in order: one that is named twice would be two heads of one chain.
            if (index > 0 && heads[index].Lane <= heads[index - 1].Lane)
                return null;
        }
        return heads;
    }

    private static byte[] Write(DateTimeOffset sealedAt, int keyNumber, IReadOnlyList<LaneHead> heads)
    {
        var canonical = new byte[FixedSize + heads.Count * HeadSize];
        BinaryPrimitives.WriteInt64BigEndian(canonical, sealedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32BigEndian(canonical.AsSpan(sizeof(long)), keyNumber);
        BinaryPrimitives.WriteInt32BigEndian(canonical.AsSpan(sizeof(long) + sizeof(int)), heads.Count);
        var rest = canonical.AsSpan(FixedSize);
        foreach (var head in heads.OrderBy(head => head.Lane))
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, head.Lane);
            BinaryPrimitives.WriteInt64BigEndian(rest[sizeof(int)..], head.Seq);
            head.Hash.CopyTo(rest[(sizeof(int) + sizeof(long))..]);
            rest = rest[HeadSize..];
        }
        return canonical;
    }
}
