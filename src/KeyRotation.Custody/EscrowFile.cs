using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Custody;

/// <summary>An escrow entry as a file: <c>KRE1</c>, fields, SHA-256 over all before it (docs/format-custody.md).</summary>
internal static class EscrowFile
{
    private static ReadOnlySpan<byte> Magic => "KRE1"u8;

    public static byte[] Write(EscrowEntry entry)
    {
        using var buffer = new MemoryStream();
        using var writer = new BigEndianWriter(buffer);
        writer.Bytes(Magic);
        writer.Byte((byte)entry.Identity.Purpose);
        writer.UInt32(entry.Identity.KeyId);
        writer.UInt32(entry.Identity.Version);
        writer.Int64(entry.CreatedAt.ToUnixTimeMilliseconds());
        writer.Bytes(entry.StoreIncarnation.ToByteArray(bigEndian: true));
        writer.Prefixed(Encoding.UTF8.GetBytes(entry.KeyType));
        writer.Prefixed(Encoding.UTF8.GetBytes(entry.KekId));
        writer.Prefixed(entry.CheckValue);
        writer.Prefixed(entry.WrappedRecord);
        writer.Bytes(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
        return buffer.ToArray();
    }

    /// <summary>Null when the file is not, byte for byte, one that <see cref="Write"/> made.</summary>
    public static EscrowEntry? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < SHA256.HashSizeInBytes || !SHA256.HashData(file[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
            return null;
        var reader = new BigEndianReader(file[..^SHA256.HashSizeInBytes]);
        if (!reader.TryBytes(4, out var magic) || !magic.SequenceEqual(Magic)
            || !reader.TryBytes(1, out var purpose)
            || !reader.TryUInt32(out var keyId) || !reader.TryUInt32(out var version)
            || !reader.TryInt64(out var createdAt) || createdAt < 0 || createdAt > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            || !reader.TryBytes(16, out var incarnation)
            || !reader.TryPrefixed(out var keyType) || !reader.TryPrefixed(out var kekId)
            || !reader.TryPrefixed(out var checkValue) || !reader.TryPrefixed(out var wrapped) || !reader.IsAtEnd)
            return null;
        var entry = new EscrowEntry(
            new KeyIdentity((KeyPurpose)purpose[0], keyId, version), Encoding.UTF8.GetString(keyType), DateTimeOffset.FromUnixTimeMilliseconds(createdAt),
            new Guid(incarnation, bigEndian: true), Encoding.UTF8.GetString(kekId), checkValue.ToArray(), wrapped.ToArray());
        return Enum.IsDefined(entry.Identity.Purpose) && Write(entry).AsSpan().SequenceEqual(file) ? entry : null;
    }
}
