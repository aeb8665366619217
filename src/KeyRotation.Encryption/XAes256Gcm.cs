using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// XAES-256-GCM over one 32-byte key: AES-256-GCM under a key that is derived per nonce prefix with AES-CMAC, so that random
/// 192-bit nonces never come near GCM's bound on random nonces. Source: C2SP, XAES-256-GCM. Not thread-safe.
/// </summary>
/// <remarks>The last derived key is kept: messages that share their first 12 nonce bytes derive once.</remarks>
public sealed class XAes256Gcm : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    /// <summary>Bytes of a nonce: 12 choose the derived key, 12 are GCM's nonce under it.</summary>
    public const int NonceSize = 24;

    /// <summary>Bytes of an authentication tag.</summary>
    public const int TagSize = 16;

    internal const int PrefixSize = 12;

    private const int BlockSize = 16;

    private readonly Aes _aes;
    private readonly byte[] _subkey = new byte[BlockSize];
    private readonly byte[] _prefix = new byte[PrefixSize];
    private AesGcm? _derived;
    private bool _disposed;

    /// <summary>Prepares the key.</summary>
    /// <param name="key">32 bytes; copied.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public XAes256Gcm(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
            throw new ArgumentException($"An XAES-256-GCM key has {KeySize} bytes; this one has {key.Length}.", nameof(key));
        _aes = Aes.Create();
        _aes.SetKey(key);
        DeriveSubkey();
    }

    /// <summary>Encrypts and authenticates.</summary>
    /// <param name="nonce">24 bytes, never twice under one key.</param>
    /// <param name="plaintext">Any length.</param>
    /// <param name="ciphertext">As long as the plaintext.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="associatedData">Authenticated, not encrypted.</param>
    /// <exception cref="ObjectDisposedException">The cipher was disposed.</exception>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData) =>
        Derive(nonce).Encrypt(nonce[PrefixSize..], plaintext, ciphertext, tag, associatedData);

    /// <summary>Decrypts what authenticates.</summary>
    /// <returns>False, and a plaintext of zeroes, when the tag does not match.</returns>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        try
        {
            Derive(nonce).Decrypt(nonce[PrefixSize..], ciphertext, tag, plaintext, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(plaintext[..ciphertext.Length]);
            return false;
        }
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_subkey);
        _derived?.Dispose();
        _derived = null;
        _aes.Dispose();
    }

    private AesGcm Derive(ReadOnlySpan<byte> nonce)
    {
        // A disposed Aes makes itself a random key: what it then encrypts, nobody ever decrypts.
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (nonce.Length != NonceSize)
            throw new ArgumentException($"An XAES-256-GCM nonce has {NonceSize} bytes; this one has {nonce.Length}.", nameof(nonce));
        if (_derived is not null && nonce[..PrefixSize].SequenceEqual(_prefix))
            return _derived;

        // NIST SP 800-108 counter mode with CMAC: block counter 1 and 2, label "X", context = the nonce's first 12 bytes.
        Span<byte> blocks = stackalloc byte[2 * BlockSize];
        Span<byte> key = stackalloc byte[KeySize];
        for (var counter = 1; counter <= 2; counter++)
        {
            var block = blocks.Slice((counter - 1) * BlockSize, BlockSize);
            block[0] = 0;
            block[1] = (byte)counter;
            block[2] = (byte)'X';
            block[3] = 0;
            nonce[..PrefixSize].CopyTo(block[4..]);
            for (var index = 0; index < BlockSize; index++)
                block[index] ^= _subkey[index];
        }
        _aes.EncryptEcb(blocks, key, PaddingMode.None);
        _derived?.Dispose();
        _derived = new AesGcm(key, TagSize);
        nonce[..PrefixSize].CopyTo(_prefix);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(blocks);
        return _derived;
    }

    // CMAC's K1: AES of the zero block, doubled in GF(2^128).
    private void DeriveSubkey()
    {
        Span<byte> zero = stackalloc byte[BlockSize];
        zero.Clear();
        _aes.EncryptEcb(zero, _subkey, PaddingMode.None);
        var carry = _subkey[0] >> 7;
        for (var index = 0; index < BlockSize - 1; index++)
            _subkey[index] = (byte)((_subkey[index] << 1) | (_subkey[index + 1] >> 7));
        _subkey[^1] = (byte)((_subkey[^1] << 1) ^ (carry * 0x87));
    }
}
