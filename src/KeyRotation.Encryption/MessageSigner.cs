using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// Signs messages with HMAC-SHA-256 under a key derived from the active version, and verifies them under the version that the
/// signature names. Layout: <c>docs/format.md</c>. Source: RFC 2104, RFC 5869.
/// </summary>
public sealed class MessageSigner(KeyRing ring)
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = HeaderSize + MacSize;

    private const int HeaderSize = 11;
    private const int MacSize = 32;
    private const byte Format = 1;

    private static ReadOnlySpan<byte> Label => "keyrotation signature v1"u8;

    /// <summary>Signs with the active version.</summary>
    /// <exception cref="NoActiveKeyException">There is none.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var version = (uint)(ring.ActiveVersion ?? throw new NoActiveKeyException(ring.KeyType));
        var signature = new byte[SignatureSize];
        signature[0] = (byte)'K';
        signature[1] = (byte)'S';
        signature[2] = Format;
        BinaryPrimitives.WriteUInt32BigEndian(signature.AsSpan(3), ring.KeyId);
        BinaryPrimitives.WriteUInt32BigEndian(signature.AsSpan(7), version);
        var material = ring.MaterialOf(version);
        Compute(material, signature.AsSpan(0, HeaderSize), message, signature.AsSpan(HeaderSize));
        if (material.IsDisposed)
            throw new ObjectDisposedException(nameof(KeyRing), "The key was retired while a message was signed; the signature was thrown away. Borrow the current ring and sign again.");
        return signature;
    }

    /// <summary>Verifies in constant time.</summary>
    public SignatureStatus Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize || signature is not [(byte)'K', (byte)'S', Format, ..])
            return SignatureStatus.UnknownFormat;
        var header = new EnvelopeHeader(BinaryPrimitives.ReadUInt32BigEndian(signature[3..]), BinaryPrimitives.ReadUInt32BigEndian(signature[7..]));
        switch (ring.StatusOf(header))
        {
            case OpenStatus.WrongKeyType:
                return SignatureStatus.WrongKeyType;
            case OpenStatus.UnknownVersion:
                return SignatureStatus.UnknownVersion;
        }
        Span<byte> expected = stackalloc byte[MacSize];
        Compute(ring.MaterialOf(header.KeyVersion), signature[..HeaderSize], message, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature[HeaderSize..]) ? SignatureStatus.Valid : SignatureStatus.NotAuthentic;
    }

    // The header is authenticated too: a signature cannot be moved to another version.
    private static void Compute(KeyMaterial material, ReadOnlySpan<byte> header, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        Span<byte> key = stackalloc byte[MacSize];
        DeriveKey(material, key);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        CryptographicOperations.ZeroMemory(key);
        hmac.AppendData(header);
        hmac.AppendData(message);
        hmac.GetHashAndReset(mac);
    }

    private static void DeriveKey(KeyMaterial material, Span<byte> key)
    {
        Span<byte> bytes = stackalloc byte[KeyMaterial.Size];
        material.CopyTo(bytes);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, key, salt: [], info: Label);
        CryptographicOperations.ZeroMemory(bytes);
    }
}
