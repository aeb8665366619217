using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KeyRotation.Audit;

/// <summary>The links of a lane and of the seals: SHA-256 over a label, the place, the previous link and the canonical bytes.</summary>
public static class AuditHash
{
    /// <summary>Bytes of a link.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>What comes before the first link.</summary>
    public static ReadOnlySpan<byte> Genesis => GenesisBytes;

    private static readonly byte[] GenesisBytes = new byte[Size];

    public static byte[] OfEvent(int lane, long seq, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> canonical)
    {
        Span<byte> place = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32BigEndian(place, lane);
        BinaryPrimitives.WriteInt64BigEndian(place[sizeof(int)..], seq);
        return Of("keyrotation audit event v1"u8, place, previous, canonical);
    }

    public static byte[] OfSeal(long number, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> canonical)
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, number);
        return Of("keyrotation audit seal v1"u8, place, previous, canonical);
    }

    private static byte[] Of(ReadOnlySpan<byte> label, ReadOnlySpan<byte> place, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> canonical)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(label);
        hash.AppendData(place);
        hash.AppendData(previous);
        hash.AppendData(canonical);
        return hash.GetHashAndReset();
    }
}
