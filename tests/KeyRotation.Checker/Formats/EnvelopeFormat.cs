using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace KeyRotation.Checker.Formats;

/// <summary>Envelopes and their places (docs/format.md).</summary>
internal static class EnvelopeFormat
{
    private const int HeaderSize = 37;
    private const string TextPrefix = "kr1.";

    /// <summary>The bytes of the text form; null when it is none.</summary>
    public static byte[]? FromText(string text) =>
        text.StartsWith(TextPrefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(TextPrefix.Length)) ? Base64Url.DecodeFromChars(text.AsSpan(TextPrefix.Length)) : null;

    /// <summary>Key id and version that an envelope names; null when it is none.</summary>
    public static (int KeyId, int Version)? Names(ReadOnlySpan<byte> envelope) =>
        envelope.Length >= HeaderSize + XAes.TagSize && envelope[..4].SequenceEqual(new byte[] { 0x4b, 0x52, 1, 1 }) && envelope[12] == 0
            ? (BinaryPrimitives.ReadInt32BigEndian(envelope[4..]), BinaryPrimitives.ReadInt32BigEndian(envelope[8..]))
            : null;

    /// <returns>The plaintext; null when it does not open in this place.</returns>
    public static byte[]? Open(byte[] key, ReadOnlySpan<byte> envelope, byte[] context) =>
        XAes.Open(key, envelope[13..HeaderSize], envelope[HeaderSize..], (byte[])[.. envelope[..HeaderSize], .. context]);

    public static byte[] Context(string target, string column, params string[] keyParts)
    {
        byte[] parts = [.. keyParts.SelectMany(LengthPrefixed)];
        return [.. LengthPrefixed(target), .. LengthPrefixed(column), .. BigEndian(keyParts.Length), .. parts];
    }

    private static byte[] LengthPrefixed(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. BigEndian(bytes.Length), .. bytes];
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
