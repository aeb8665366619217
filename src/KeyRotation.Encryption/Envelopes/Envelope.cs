using System.Buffers.Binary;

namespace KeyRotation.Encryption;

/// <summary>
/// The binary form of a ciphertext: header (37 bytes, the nonce included), ciphertext, tag (16 bytes).
/// Source: <c>docs/format.md</c>, envelope.
/// </summary>
public static class Envelope
{
    /// <summary>How many bytes an envelope is longer than its plaintext: 53.</summary>
    public const int Overhead = HeaderSize + XAes256Gcm.TagSize;

    /// <summary>Size of the header, nonce included: 37 bytes.</summary>
    public const int HeaderSize = NonceOffset + XAes256Gcm.NonceSize;

    /// <summary>
    /// How many leading bytes are the same for everything sealed under one key version: 12 (magic, format, suite, key id,
    /// version). A census searches for them.
    /// </summary>
    public const int PrefixSize = 12;

    internal const byte Format = 1;
    internal const int FlagsOffset = 12;
    internal const int NonceOffset = 13;

    /// <summary>Reads and checks the header; the first 37 bytes of an envelope are enough.</summary>
    /// <param name="envelope">An envelope, or its beginning.</param>
    /// <param name="header">What it says; default unless the status is <see cref="OpenStatus.Opened"/>.</param>
    /// <returns>
    /// <see cref="OpenStatus.Opened"/> when the header is sound; else <see cref="OpenStatus.Truncated"/>,
    /// <see cref="OpenStatus.UnknownFormat"/>, <see cref="OpenStatus.UnknownSuite"/>, <see cref="OpenStatus.UnknownFlags"/>
    /// or, for a version outside 1 to 2^31-1, <see cref="OpenStatus.UnknownVersion"/>.
    /// </returns>
    public static OpenStatus TryReadHeader(ReadOnlySpan<byte> envelope, out EnvelopeHeader header)
    {
        header = default;
        // What is there is judged before what is missing: three bytes of something else are no truncated envelope.
        if (HasOther(envelope, 0, (byte)'K') || HasOther(envelope, 1, (byte)'R') || HasOther(envelope, 2, Format))
        {
            return OpenStatus.UnknownFormat;
        }

        if (HasOther(envelope, 3, (byte)EnvelopeSuite.XAes256Gcm))
        {
            return OpenStatus.UnknownSuite;
        }

        if (HasOther(envelope, FlagsOffset, 0))
        {
            return OpenStatus.UnknownFlags;
        }

        if (envelope.Length < HeaderSize)
        {
            return OpenStatus.Truncated;
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(envelope[8..]);
        if (version is 0 or > int.MaxValue)
        {
            return OpenStatus.UnknownVersion;
        }

        header = new EnvelopeHeader(
            BinaryPrimitives.ReadUInt32BigEndian(envelope[4..]), (int)version, EnvelopeSuite.XAes256Gcm, 0);
        return OpenStatus.Opened;
    }

    /// <summary>Writes the bytes that everything sealed under one key version begins with.</summary>
    /// <param name="keyId">Number of the key type.</param>
    /// <param name="version">The key version, from 1.</param>
    /// <param name="destination">At least <see cref="PrefixSize"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static void WritePrefix(uint keyId, int version, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        if (destination.Length < PrefixSize)
        {
            throw new ArgumentException(
                $"Envelope prefix: expected room for {PrefixSize} bytes, got {destination.Length}.", nameof(destination));
        }

        destination[0] = (byte)'K';
        destination[1] = (byte)'R';
        destination[2] = Format;
        destination[3] = (byte)EnvelopeSuite.XAes256Gcm;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], keyId);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], version);
    }

    /// <summary>Whether bytes begin like an envelope of this format and are long enough for one; says nothing of their authenticity.</summary>
    /// <param name="candidate">A value of a binary column.</param>
    public static bool LooksLikeEnvelope(ReadOnlySpan<byte> candidate) =>
        candidate.Length >= Overhead && candidate.StartsWith("KR\u0001"u8);

    /// <summary>Whether text begins like the text form of an envelope and is long enough for one; says nothing of its authenticity.</summary>
    /// <param name="candidate">A value of a character column.</param>
    public static bool LooksLikeEnvelope(ReadOnlySpan<char> candidate) =>
        candidate.Length >= EnvelopeText.LengthOf(Overhead) && candidate.StartsWith(EnvelopeText.FormatPrefix, StringComparison.Ordinal);

    private static bool HasOther(ReadOnlySpan<byte> envelope, int offset, byte expected) =>
        offset < envelope.Length && envelope[offset] != expected;
}
