using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KeyRotation.Custody;

/// <summary>
/// Identifies key material without revealing it: the first 16 bytes of HMAC-SHA-256 under the material over a label and the
/// key's identity. Never AES of a constant: AES of the zero block is the secret subkey of CMAC here (docs/format-custody.md).
/// </summary>
public static class CheckValue
{
    /// <summary>Bytes of a check value.</summary>
    public const int Size = 16;

    public static byte[] Of(ReadOnlySpan<byte> material, KeyIdentity identity)
    {
        var label = "keyrotation check v1"u8;
        Span<byte> message = stackalloc byte[label.Length + 9];
        label.CopyTo(message);
        message[label.Length] = (byte)identity.Purpose;
        BinaryPrimitives.WriteUInt32BigEndian(message[(label.Length + 1)..], identity.KeyId);
        BinaryPrimitives.WriteUInt32BigEndian(message[(label.Length + 5)..], identity.Version);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(material, message, mac);
        return mac[..Size].ToArray();
    }
}
