using System.Buffers.Binary;

namespace KeyRotation.Custody;

/// <summary>
/// What is wrapped: <c>KRK1</c>, purpose, algorithm, key id, key version, length, material (docs/format-custody.md). It says itself which
/// key it is, so a record that was put in another's place is found under every provider.
/// </summary>
internal static class KeyRecord
{
    private const int HeaderSize = 18;

    private static ReadOnlySpan<byte> Magic => "KRK1"u8;

    /// <summary>The record, in a buffer that the caller zeroes.</summary>
    public static byte[] Write(KeyIdentity identity, ReadOnlySpan<byte> material)
    {
        var record = new byte[HeaderSize + material.Length];
        Magic.CopyTo(record);
        record[4] = (byte)identity.Purpose;
        record[5] = AlgorithmOf(identity.Purpose);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(6), identity.KeyId);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(10), identity.Version);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(14), (uint)material.Length);
        material.CopyTo(record.AsSpan(HeaderSize));
        return record;
    }

    /// <summary>The material of exactly this key; false for any other record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, KeyIdentity identity, out ReadOnlySpan<byte> material)
    {
        material = default;
        if (record.Length < HeaderSize || !record[..4].SequenceEqual(Magic))
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(record[14..]);
        if (record[4] != (byte)identity.Purpose || record[5] != AlgorithmOf(identity.Purpose)
            || BinaryPrimitives.ReadUInt32BigEndian(record[6..]) != identity.KeyId
            || BinaryPrimitives.ReadUInt32BigEndian(record[10..]) != identity.Version
            || length != record.Length - HeaderSize)
            return false;
        material = record[HeaderSize..];
        return true;
    }

    /// <summary>The associated data of a wrap: a label, and which key it is.</summary>
    public static byte[] AssociatedData(KeyIdentity identity)
    {
        var label = "keyrotation wrap v1"u8;
        var data = new byte[label.Length + 10];
        label.CopyTo(data);
        var rest = data.AsSpan(label.Length);
        rest[0] = (byte)identity.Purpose;
        rest[1] = AlgorithmOf(identity.Purpose);
        BinaryPrimitives.WriteUInt32BigEndian(rest[2..], identity.KeyId);
        BinaryPrimitives.WriteUInt32BigEndian(rest[6..], identity.Version);
        return data;
    }

    private static byte AlgorithmOf(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Encryption => 1,
        KeyPurpose.Signing => 2,
        KeyPurpose.Audit => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "No algorithm for this purpose."),
    };
}
