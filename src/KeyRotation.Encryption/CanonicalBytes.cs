using System.Buffers;

namespace KeyRotation.Encryption;

/// <summary>UUIDs and binary values.</summary>
internal static class CanonicalBytes
{
    private static readonly SearchValues<char> UuidCharacters = SearchValues.Create("0123456789abcdefABCDEF-{}");

    internal static string Uuid(object value) => value switch
    {
        Guid uuid => Text(uuid),
        string text => Text(Parse(text)),
        byte[] { Length: 16 } bytes => Text(new Guid(bytes, bigEndian: true)),
        _ => throw CanonicalForm.Refused(LogicalType.Uuid, "Guid, text or 16 bytes", value),
    };

    internal static string Binary(object value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        ReadOnlyMemory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
        Memory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
        _ => throw CanonicalForm.Refused(LogicalType.Binary, "bytes", value),
    };

    private static string Text(Guid uuid) => uuid.ToString("D");

    private static Guid Parse(string text)
    {
        // The parser of the BCL trims white space and takes forms nobody stores; these three are what databases hold.
        var plain = !text.AsSpan().ContainsAnyExcept(UuidCharacters);
        return plain && (Guid.TryParseExact(text, "D", out var uuid)
            || Guid.TryParseExact(text, "N", out uuid)
            || Guid.TryParseExact(text, "B", out uuid))
            ? uuid
            : throw CanonicalForm.Refused(LogicalType.Uuid, "32 hex digits, with or without hyphens", text);
    }
}
