using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// XAES-256-GCM: AES-256-GCM with a 24-byte nonce that may be chosen at random for a practically unlimited number of
/// messages. The first 12 bytes of the nonce derive an AES-256 key (CMAC in counter mode), the last 12 are the nonce of
/// AES-256-GCM under it. Keys that were derived are kept, a bounded number of them, so that messages which share their
/// first 12 bytes pay for the derivation once. Not key-committing. Not thread-safe.
/// Source: <see href="https://c2sp.org/XAES-256-GCM">C2SP, XAES-256-GCM</see>.
/// </summary>
public sealed class XAes256Gcm : IDisposable
{
    /// <summary>Size of the key: 32 bytes.</summary>
    public const int KeySize = 32;

    /// <summary>Size of the nonce: 24 bytes.</summary>
    public const int NonceSize = 24;

    /// <summary>Size of the nonce's first part, which derives the key: 12 bytes.</summary>
    public const int PrefixSize = 12;

    /// <summary>Size of the authentication tag: 16 bytes.</summary>
    public const int TagSize = 16;

    private readonly SubkeyDerivation _derivation;
    private readonly DerivedKeys _derived;
    private int _disposed;

    /// <summary>Prepares the cipher; the key is not referenced afterwards.</summary>
    /// <param name="key">32 bytes, secret and uniformly random.</param>
    /// <param name="derivedKeys">How many derived keys to keep, 1 to 4096; default 1.</param>
    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="derivedKeys"/> is outside 1 to 4096.</exception>
    public XAes256Gcm(ReadOnlySpan<byte> key, int derivedKeys = 1)
    {
        RequireSize(key.Length, KeySize, "key", nameof(key));
        ArgumentOutOfRangeException.ThrowIfLessThan(derivedKeys, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(derivedKeys, 4096);
        _derivation = new SubkeyDerivation(key);
        _derived = new DerivedKeys(derivedKeys);
    }

    /// <summary>Encrypts one message.</summary>
    /// <param name="nonce">24 bytes, never used before with this key.</param>
    /// <param name="plaintext">The message.</param>
    /// <param name="ciphertext">Receives the ciphertext; as long as the plaintext.</param>
    /// <param name="tag">Receives the tag; 16 bytes.</param>
    /// <param name="associatedData">Authenticated, not encrypted; may be empty.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The cipher was disposed.</exception>
    public void Encrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext,
        Span<byte> tag,
        ReadOnlySpan<byte> associatedData = default)
    {
        RequireSizes(nonce, plaintext.Length, ciphertext.Length, tag);
        Derived(nonce[..PrefixSize]).Encrypt(nonce[PrefixSize..], plaintext, ciphertext, tag, associatedData);
    }

    /// <summary>Decrypts one message, or throws.</summary>
    /// <param name="nonce">The 24 bytes it was encrypted with.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="tag">The tag; 16 bytes.</param>
    /// <param name="plaintext">Receives the message; as long as the ciphertext; zeroed on failure.</param>
    /// <param name="associatedData">The same as when it was encrypted.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="AuthenticationTagMismatchException">The message is not authentic.</exception>
    /// <exception cref="ObjectDisposedException">The cipher was disposed.</exception>
    public void Decrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData = default)
    {
        RequireSizes(nonce, ciphertext.Length, plaintext.Length, tag);
        Derived(nonce[..PrefixSize]).Decrypt(nonce[PrefixSize..], ciphertext, tag, plaintext, associatedData);
    }

    /// <summary>Decrypts one message; false when it is not authentic, and the plaintext is then zeroed.</summary>
    /// <param name="nonce">The 24 bytes it was encrypted with.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="tag">The tag; 16 bytes.</param>
    /// <param name="plaintext">Receives the message; as long as the ciphertext.</param>
    /// <param name="associatedData">The same as when it was encrypted.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The cipher was disposed.</exception>
    public bool TryDecrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        Span<byte> plaintext,
        ReadOnlySpan<byte> associatedData = default)
    {
        try
        {
            Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }
    }

    /// <summary>Zeroes the key and every derived key.</summary>
    public void Dispose()
    {
        // The material a cipher hangs on may end on another thread than the cipher's owner: only one of them disposes.
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _derived.Dispose();
            _derivation.Dispose();
        }
    }

    private AesGcm Derived(ReadOnlySpan<byte> prefix)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _derived.For(prefix, _derivation);
    }

    private static void RequireSizes(ReadOnlySpan<byte> nonce, int source, int destination, ReadOnlySpan<byte> tag)
    {
        RequireSize(nonce.Length, NonceSize, "nonce", nameof(nonce));
        RequireSize(tag.Length, TagSize, "tag", nameof(tag));
        RequireSize(destination, source, "destination", nameof(destination));
    }

    private static void RequireSize(int actual, int expected, string what, string parameter)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"XAES-256-GCM {what}: expected {expected} bytes, got {actual}.", parameter);
        }
    }
}
