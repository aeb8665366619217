using System.Buffers.Binary;

namespace KeyRotation.Encryption;

/// <summary>The layout of a ciphertext, byte for byte as in <c>docs/format.md</c>. All integers are big-endian.</summary>
public static class Envelope
{
    /// <summary>Bytes that an envelope is longer than its plaintext.</summary>
    public const int Overhead = HeaderSize + XAes256Gcm.TagSize;

    internal const int HeaderSize = NonceOffset + XAes256Gcm.NonceSize;
    internal const int NonceOffset = 13;

    private const byte Format = 1;
    private const byte Suite = 1;
    private const byte Flags = 0;

    /// <summary>Reads the header without opening anything.</summary>
    /// <returns><see cref="OpenStatus.Opened"/> when the header is one that this version can open.</returns>
    public static OpenStatus TryReadHeader(ReadOnlySpan<byte> envelope, out EnvelopeHeader header)
    {
        header = default;
        if (!LooksLikeEnvelope(envelope))
            return OpenStatus.UnknownFormat;
        if (envelope.Length < Overhead)
            return OpenStatus.Truncated;
        if (envelope[3] != Suite)
            return OpenStatus.UnknownSuite;
        if (envelope[12] != Flags)
            return OpenStatus.UnknownFlags;
        header = new EnvelopeHeader(BinaryPrimitives.ReadUInt32BigEndian(envelope[4..]), BinaryPrimitives.ReadUInt32BigEndian(envelope[8..]));
        return OpenStatus.Opened;
    }

    /// <summary>Whether the bytes begin with the magic and the format of an envelope.</summary>
    public static bool LooksLikeEnvelope(ReadOnlySpan<byte> bytes) => bytes is [(byte)'K', (byte)'R', Format, ..];

    internal static void WriteHeader(Span<byte> envelope, uint keyId, uint keyVersion)
    {
        envelope[0] = (byte)'K';
        envelope[1] = (byte)'R';
        envelope[2] = Format;
        envelope[3] = Suite;
        BinaryPrimitives.WriteUInt32BigEndian(envelope[4..], keyId);
        BinaryPrimitives.WriteUInt32BigEndian(envelope[8..], keyVersion);
        envelope[12] = Flags;
    }
}
