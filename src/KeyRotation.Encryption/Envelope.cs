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
    internal const int SuiteOffset = 3;
    internal const int FlagsOffset = 12;
    internal const int NonceOffset = 13;

    /// <summary>Reads and checks the header, without a key.</summary>
    /// <param name="envelope">An envelope, or whatever a column holds.</param>
    /// <param name="header">What it says; default unless the status is <see cref="OpenStatus.Opened"/>.</param>
    /// <returns>
    /// <see cref="OpenStatus.Opened"/> when the header is sound; else <see cref="OpenStatus.Truncated"/>,
    /// <see cref="OpenStatus.UnknownFormat"/>, <see cref="OpenStatus.UnknownSuite"/>, <see cref="OpenStatus.UnknownFlags"/>
    /// or, for a version outside 1 to 2^31-1, <see cref="OpenStatus.UnknownVersion"/>.
    /// </returns>
    public static OpenStatus TryReadHeader(ReadOnlySpan<byte> envelope, out EnvelopeHeader header)
    {
        header = default;
        if (!LooksLikeEnvelope(envelope))
        {
            return OpenStatus.UnknownFormat;
        }

        if (envelope.Length < Overhead)
        {
            return OpenStatus.Truncated;
        }

        if (envelope[SuiteOffset] != (byte)EnvelopeSuite.XAes256Gcm)
        {
            return OpenStatus.UnknownSuite;
        }

        if (envelope[FlagsOffset] != 0)
        {
            return OpenStatus.UnknownFlags;
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(envelope[8..]);
        if (version is 0 or > int.MaxValue)
        {
            return OpenStatus.UnknownVersion;
        }

        header = new EnvelopeHeader(BinaryPrimitives.ReadUInt32BigEndian(envelope[4..]), version);
        return OpenStatus.Opened;
    }

    /// <summary>
    /// Reads who sealed something from its first <see cref="PrefixSize"/> bytes alone: a census has no more of it. It may be cut off or
    /// damaged behind them, and names its version all the same.
    /// </summary>
    /// <param name="beginning">At least <see cref="PrefixSize"/> bytes, or whatever a column holds.</param>
    /// <param name="header">What they say; default unless true is returned.</param>
    /// <returns>False when they are not how an envelope begins.</returns>
    public static bool TryReadPrefix(ReadOnlySpan<byte> beginning, out EnvelopeHeader header)
    {
        header = default;
        if (beginning.Length < PrefixSize || !LooksLikeEnvelope(beginning) || beginning[SuiteOffset] != (byte)EnvelopeSuite.XAes256Gcm)
        {
            return false;
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(beginning[8..]);
        if (version is 0 or > int.MaxValue)
        {
            return false;
        }

        header = new EnvelopeHeader(BinaryPrimitives.ReadUInt32BigEndian(beginning[4..]), version);
        return true;
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
        destination[SuiteOffset] = (byte)EnvelopeSuite.XAes256Gcm;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], keyId);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], version);
    }

    /// <summary>Whether bytes begin with magic and format; says nothing of their authenticity, nor of their length.</summary>
    /// <param name="candidate">A value of a binary column.</param>
    public static bool LooksLikeEnvelope(ReadOnlySpan<byte> candidate) => candidate is [(byte)'K', (byte)'R', Format, ..];

    /// <summary>Whether text begins like the text form of magic and format; says nothing of its authenticity, nor of its length.</summary>
    /// <param name="candidate">A value of a character column.</param>
    public static bool LooksLikeEnvelope(ReadOnlySpan<char> candidate) =>
        candidate.StartsWith(EnvelopeText.FormatPrefix, StringComparison.Ordinal);
}
