using System.Buffers;
using System.Buffers.Text;

namespace KeyRotation.Encryption;

/// <summary>The text form of an envelope: <c>kr1.</c> and unpadded base64url.</summary>
public static class EnvelopeText
{
    /// <summary>What every envelope in text form begins with.</summary>
    public const string Prefix = "kr1.";

    /// <summary>The text form.</summary>
    public static string Encode(ReadOnlySpan<byte> envelope) =>
        string.Create(Prefix.Length + Base64Url.GetEncodedLength(envelope.Length), envelope, static (text, bytes) =>
        {
            Prefix.CopyTo(text);
            Base64Url.EncodeToChars(bytes, text[Prefix.Length..]);
        });

    /// <summary>Reads the text form, strictly: no padding, no white space, no bits that encoding would not set.</summary>
    /// <returns>False when the text is not exactly what <see cref="Encode"/> would have made of some bytes.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] envelope)
    {
        envelope = [];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var encoded = text[Prefix.Length..];
        if (encoded.ContainsAnyExcept(Alphabet) || encoded.Length % 4 == 1)
            return false;
        var bytes = new byte[encoded.Length / 4 * 3 + Math.Max(0, encoded.Length % 4 - 1)];
        // TryDecodeFromChars would throw at trailing bits that encoding would not set.
        if (Base64Url.DecodeFromChars(encoded, bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length)
            return false;
        envelope = bytes;
        return true;
    }

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
