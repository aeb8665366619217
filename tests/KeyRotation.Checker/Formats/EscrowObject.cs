using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Checker.Formats;

/// <summary>An escrow file, KRE1 (docs/format-custody.md).</summary>
internal sealed record EscrowObject(byte Purpose, int KeyId, int Version, string KeyType, byte[] CheckValue, byte[] WrappedRecord)
{
    private const int FixedSize = 4 + 1 + 4 + 4 + 8 + 16;
    private const int ChecksumSize = 32;

    /// <returns>Null when it is damaged.</returns>
    public static EscrowObject? Read(byte[] file)
    {
        if (file.Length < FixedSize + ChecksumSize || !file.AsSpan(0, 4).SequenceEqual("KRE1"u8))
            return null;
        var body = file[..^ChecksumSize];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(file.AsSpan(body.Length)))
            return null;
        var fields = new List<byte[]>();
        for (var at = FixedSize; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
            if (length < 0 || length > body.Length - at - 4)
                return null;
            fields.Add(body[(at + 4)..(at + 4 + length)]);
            at += 4 + length;
        }
        return fields is [var keyType, _, var checkValue, var wrapped]
            ? new EscrowObject(body[4], Number(body, 5), Number(body, 9), Encoding.UTF8.GetString(keyType), checkValue, wrapped)
            : null;
    }

    private static int Number(byte[] body, int at) => BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
}
