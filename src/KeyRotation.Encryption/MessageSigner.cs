using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// Signs messages with a shared key (HMAC-SHA-256) over a <see cref="KeyRing"/>: signs with the active version, verifies
/// with the version that the signature names. Holds no key of its own; thread-safe; the ring stays the caller's.
/// Source: <c>docs/format.md</c>, message signature; RFC 2104, RFC 5869.
/// </summary>
public sealed class MessageSigner
{
    /// <summary>Size of a signature: 43 bytes.</summary>
    public const int SignatureSize = HeaderSize + HMACSHA256.HashSizeInBytes;

    private const int HeaderSize = 11;
    private const byte Format = 1;
    private const int StackLimit = 1024;

    private readonly KeyRing _ring;

    /// <summary>A signer over a ring.</summary>
    /// <param name="ring">The ring, usually of <c>api_signature</c>.</param>
    public MessageSigner(KeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        _ring = ring;
    }

    private static ReadOnlySpan<byte> Label => "keyrotation signature v1"u8;

    /// <summary>Signs a message with the active version.</summary>
    /// <param name="message">The message; it should say what it is for, as the signature binds nothing else.</param>
    /// <returns>The signature, <see cref="SignatureSize"/> bytes; it names the version.</returns>
    /// <exception cref="NoActiveKeyException">There is no active version.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed; repeat with the current one.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var version = _ring.RequireSigningVersion();
        var signature = new byte[SignatureSize];
        "KS"u8.CopyTo(signature);
        signature[2] = Format;
        BinaryPrimitives.WriteUInt32BigEndian(signature.AsSpan(3), _ring.KeyId);
        BinaryPrimitives.WriteInt32BigEndian(signature.AsSpan(7), version);
        var entry = _ring.EntryOf(version)!;
        Compute(entry.RequireMaterial(), signature.AsSpan(0, HeaderSize), message, signature.AsSpan(HeaderSize));
        entry.Uses.CountSeal();
        return signature;
    }

    /// <summary>Verifies a signature with the version that it names, in constant time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="signature">The signature, of whatever bytes.</param>
    /// <returns>What came of it; a bad signature never throws.</returns>
    /// <exception cref="ObjectDisposedException">The ring was disposed; repeat with the current one.</exception>
    public SignatureStatus Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var status = Find(signature, out var version);
        if (status != SignatureStatus.Valid)
        {
            return status;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var entry = _ring.EntryOf(version)!;
        Compute(entry.RequireMaterial(), signature[..HeaderSize], message, expected);
        var authentic = CryptographicOperations.FixedTimeEquals(expected, signature[HeaderSize..]);
        CryptographicOperations.ZeroMemory(expected);
        if (!authentic)
        {
            return SignatureStatus.NotAuthentic;
        }

        entry.Uses.CountOpen();
        return SignatureStatus.Valid;
    }

    private SignatureStatus Find(ReadOnlySpan<byte> signature, out int version)
    {
        version = 0;
        if (signature.Length != SignatureSize || !signature.StartsWith("KS\u0001"u8))
        {
            return SignatureStatus.UnknownFormat;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(signature[3..]) != _ring.KeyId)
        {
            return SignatureStatus.WrongKeyType;
        }

        version = BinaryPrimitives.ReadInt32BigEndian(signature[7..]);
        var entry = _ring.EntryOf(version);
        if (entry?.Use == KeyUse.Disabled)
        {
            entry.Uses.CountAttempt();
        }

        return entry?.Use switch
        {
            KeyUse.SealAndOpen or KeyUse.OpenOnly => SignatureStatus.Valid,
            KeyUse.Disabled => SignatureStatus.Disabled,
            KeyUse.Retired => SignatureStatus.Retired,
            _ => SignatureStatus.UnknownVersion,
        };
    }

    private static void Compute(
        KeyMaterial material, ReadOnlySpan<byte> header, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var length = HeaderSize + message.Length;
        var rented = length > StackLimit ? ArrayPool<byte>.Shared.Rent(length) : null;
        var input = rented is null ? stackalloc byte[StackLimit] : rented.AsSpan();
        input = input[..length];
        Span<byte> key = stackalloc byte[KeyMaterial.Size];
        material.Enter();
        try
        {
            header.CopyTo(input);
            message.CopyTo(input[HeaderSize..]);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, material.Bytes, key, salt: [], info: Label);
            HMACSHA256.HashData(key, input, mac);
            if (material.IsZeroed)
            {
                CryptographicOperations.ZeroMemory(mac);
                throw new ObjectDisposedException(nameof(KeyMaterial), "The key was zeroed while it signed; the result was thrown away.");
            }
        }
        finally
        {
            material.Leave();
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(input);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
