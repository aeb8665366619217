using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KeyRotation.Checker.Formats;

/// <summary>Wrapped key records (docs/format-custody.md): KRK1, sealed by the key file.</summary>
internal static class KeyRecord
{
    private const int HeaderSize = 18;

    /// <summary>The material of a wrapped record, or what is wrong with it.</summary>
    public static (byte[]? Material, string? Problem) Unwrap(byte[] keyFile, byte[] wrapped, byte purpose, int keyId, int version, byte[] checkValue)
    {
        var place = Place(purpose, keyId, version);
        byte[] associated = [.. "keyrotation wrap v1"u8, .. place];
        if (wrapped.Length < XAes.NonceSize + HeaderSize + XAes.TagSize)
            return (null, $"the wrapped record has {wrapped.Length} bytes");
        if (XAes.Open(keyFile, wrapped.AsSpan(0, XAes.NonceSize), wrapped.AsSpan(XAes.NonceSize), associated) is not { } record)
            return (null, "the wrapped record does not open under the key file");
        if (!record.AsSpan(0, 4).SequenceEqual("KRK1"u8) || !record.AsSpan(4, 10).SequenceEqual(place))
            return (null, "the record inside the wrap is of another key");
        if (BinaryPrimitives.ReadUInt32BigEndian(record.AsSpan(14)) != record.Length - HeaderSize)
            return (null, "the record inside the wrap has another length than it says");
        var material = record[HeaderSize..];
        return CheckValue(material, purpose, keyId, version).AsSpan().SequenceEqual(checkValue) ? (material, null) : (null, "the check value is of other material");
    }

    private static byte[] CheckValue(byte[] material, byte purpose, int keyId, int version)
    {
        byte[] text = [.. "keyrotation check v1"u8, purpose, .. BigEndian(keyId), .. BigEndian(version)];
        return HMACSHA256.HashData(material, text)[..16];
    }

    // One algorithm for each purpose, with the purpose's number.
    private static byte[] Place(byte purpose, int keyId, int version) => [purpose, purpose, .. BigEndian(keyId), .. BigEndian(version)];

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
