using System.Buffers;
using System.Buffers.Text;

namespace KeyRotation.Encryption;

/// <summary>
/// The text form of an envelope, for character columns: <c>kr1.</c> and the unpadded base64url of the binary form. One
/// envelope has exactly one text. Source: <c>docs/format.md</c>, text form; RFC 4648, section 5.
/// </summary>
public static class EnvelopeText
{
    /// <summary>What every text form begins with: <c>kr1.</c></summary>
    public const string Prefix = "kr1.";

    // The prefix, then magic and format: three bytes are four characters.
    internal const string FormatPrefix = "kr1.S1IB";

    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly SearchValues<char> Alphabet = SearchValues.Create(Digits);

    /// <summary>How many characters the text form of an envelope takes.</summary>
    /// <param name="envelopeLength">Length of the binary form in bytes.</param>
    public static int LengthOf(int envelopeLength) => Prefix.Length + Base64Url.GetEncodedLength(envelopeLength);

    /// <summary>The text form.</summary>
    /// <param name="envelope">The binary form.</param>
    public static string Encode(ReadOnlySpan<byte> envelope) => string.Create(
        LengthOf(envelope.Length), envelope, static (text, bytes) =>
        {
            Prefix.CopyTo(text);
            Base64Url.EncodeToChars(bytes, text[Prefix.Length..]);
        });

    /// <summary>The characters that the text of everything sealed under one key version begins with; a census searches for them.</summary>
    /// <param name="keyId">Number of the key type.</param>
    /// <param name="version">The key version, from 1.</param>
    /// <returns>20 characters: <c>kr1.</c> and the base64url of <see cref="Envelope.PrefixSize"/> bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public static string PrefixOf(uint keyId, int version)
    {
        Span<byte> prefix = stackalloc byte[Envelope.PrefixSize];
        Envelope.WritePrefix(keyId, version, prefix);
        return Encode(prefix);
    }

    /// <summary>How many bytes a text decodes to if it is valid; 0 if it is too short for any.</summary>
    /// <param name="text">The text form.</param>
    public static int DecodedLength(ReadOnlySpan<char> text) =>
        text.Length <= Prefix.Length ? 0 : (int)((text.Length - Prefix.Length) * 3L / 4);

    /// <summary>Decodes strictly into a buffer of the caller.</summary>
    /// <param name="text">The text form: no padding, no white space, no stray bits at its end.</param>
    /// <param name="destination">At least <see cref="DecodedLength"/> bytes.</param>
    /// <param name="written">How many bytes were written; 0 on failure.</param>
    /// <returns>False when the text is not the text form of any bytes.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        written = 0;
        if (!IsCanonical(text))
        {
            return false;
        }

        var length = DecodedLength(text);
        if (destination.Length < length)
        {
            throw new ArgumentException(
                $"Text form of an envelope: expected room for {length} bytes, got {destination.Length}.", nameof(destination));
        }

        return Base64Url.TryDecodeFromChars(text[Prefix.Length..], destination, out written);
    }

    /// <summary>Decodes strictly.</summary>
    /// <param name="text">The text form: no padding, no white space, no stray bits at its end.</param>
    /// <param name="envelope">The binary form; empty on failure.</param>
    /// <returns>False when the text is not the text form of any bytes.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] envelope)
    {
        envelope = [];
        if (!IsCanonical(text))
        {
            return false;
        }

        envelope = new byte[DecodedLength(text)];
        return TryDecode(text, envelope, out _);
    }

    private static bool IsCanonical(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var digits = text[Prefix.Length..];
        if (digits.IsEmpty)
        {
            return true;
        }

        if (digits.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        // Bits of the last digit beyond the last byte must be zero, or one envelope would have several texts.
        var last = Digits.IndexOf(digits[^1], StringComparison.Ordinal);
        return (digits.Length % 4) switch
        {
            0 => true,
            2 => (last & 0b1111) == 0,
            3 => (last & 0b11) == 0,
            _ => false,
        };
    }
}
