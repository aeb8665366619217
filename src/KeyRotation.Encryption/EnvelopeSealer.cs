using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// Seals many plaintexts under one key version: a batch of a migration. Keeps a random nonce prefix, and so the derived
/// key, for up to 65,536 messages; the rest of each nonce is fresh. Allocates nothing per message. Not thread-safe.
/// Source: <c>docs/format.md</c>, envelope and nonce.
/// </summary>
public sealed class EnvelopeSealer : IDisposable
{
    /// <summary>How many messages one nonce prefix serves: 65,536.</summary>
    public const int MessagesPerPrefix = 1 << 16;

    private readonly KeyMaterial _material;
    private readonly NonceSource _nonces;
    private readonly UseCounter? _uses;
    private readonly Action? _beforeSeal;
    private readonly AssociatedData _associatedData = new();
    private readonly byte[] _header = new byte[Envelope.HeaderSize];
    private SingleThread _thread;
    private XAes256Gcm? _cipher;
    private int _messagesLeft;
    private bool _disposed;

    /// <summary>A sealer for one version. The material stays the caller's; once it is disposed, sealing throws.</summary>
    /// <param name="keyId">Number of the key type in the store's registry.</param>
    /// <param name="version">The key version, from 1.</param>
    /// <param name="material">The version's material.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public EnvelopeSealer(uint keyId, int version, KeyMaterial material)
        : this(keyId, version, material, RandomNumberGenerator.Fill)
    {
    }

    internal EnvelopeSealer(uint keyId, int version, KeyMaterial material, NonceSource nonces)
    {
        ArgumentNullException.ThrowIfNull(material);
        Envelope.WritePrefix(keyId, version, _header);
        KeyId = keyId;
        Version = version;
        _material = material;
        _nonces = nonces;
    }

    internal EnvelopeSealer(uint keyId, KeyRingEntry entry, Action? beforeSeal)
        : this(keyId, entry.Version, entry.RequireMaterial())
    {
        _uses = entry.Uses;
        _beforeSeal = beforeSeal;
    }

    /// <summary>Number of the key type that is written into each envelope.</summary>
    public uint KeyId { get; }

    /// <summary>The key version that is written into each envelope.</summary>
    public int Version { get; }

    /// <summary>Seals one plaintext.</summary>
    /// <param name="plaintext">The plaintext; may be empty.</param>
    /// <param name="context">The place it belongs to.</param>
    /// <param name="destination">Receives the envelope: <see cref="Envelope.Overhead"/> bytes longer than the plaintext, not overlapping it; zeroed when an exception is thrown.</param>
    /// <exception cref="ArgumentException">The context is the default value, the destination's length is wrong, or it overlaps the plaintext.</exception>
    /// <exception cref="ObjectDisposedException">The sealer or the material was disposed, even if only while sealing; there is no result.</exception>
    /// <exception cref="InvalidOperationException">Another thread is sealing.</exception>
    public void Seal(ReadOnlySpan<byte> plaintext, EncryptionContext context, Span<byte> destination)
    {
        var place = context.Require();
        RequireDestination(plaintext, destination);
        _thread.Enter(nameof(EnvelopeSealer));
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _beforeSeal?.Invoke();
            _material.Enter();
            try
            {
                SealWithin(plaintext, place, destination);
            }
            finally
            {
                _material.Leave();
            }

            _uses?.CountSeal();
        }
        catch
        {
            CryptographicOperations.ZeroMemory(destination);
            throw;
        }
        finally
        {
            _thread.Leave();
        }
    }

    /// <summary>Zeroes the derived key; the material is left alone.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (_cipher is not null)
        {
            _material.Release(_cipher);
            _cipher = null;
        }
    }

    private static void RequireDestination(ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        if (destination.Length - Envelope.Overhead != plaintext.Length)
        {
            throw new ArgumentException(
                $"Envelope of {plaintext.Length} bytes: expected a destination of {Envelope.Overhead + (long)plaintext.Length} bytes, got {destination.Length}.",
                nameof(destination));
        }

        if (plaintext.Overlaps(destination))
        {
            throw new ArgumentException("Envelope: expected a destination apart from the plaintext, got one that overlaps it.", nameof(destination));
        }
    }

    private void SealWithin(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> place, Span<byte> destination)
    {
        _cipher ??= _material.CreateCipher(derivedKeys: 1);
        WriteNonce();
        _header.CopyTo(destination);
        _cipher.Encrypt(
            _header.AsSpan(Envelope.NonceOffset),
            plaintext,
            destination.Slice(Envelope.HeaderSize, plaintext.Length),
            destination[(Envelope.HeaderSize + plaintext.Length)..],
            _associatedData.Join(_header, place));

        // The count of operations forbids it; should that ever fail, no row may be left sealed under 32 zero bytes.
        if (_material.IsZeroed)
        {
            throw new ObjectDisposedException(
                nameof(KeyMaterial), $"Key {KeyId} version {Version} was zeroed while it sealed; the result was thrown away. Take the current key ring and repeat.");
        }
    }

    private void WriteNonce()
    {
        var nonce = _header.AsSpan(Envelope.NonceOffset);
        if (_messagesLeft == 0)
        {
            _nonces(nonce[..XAes256Gcm.PrefixSize]);
            _messagesLeft = MessagesPerPrefix;
        }

        _nonces(nonce[XAes256Gcm.PrefixSize..]);
        _messagesLeft--;
    }
}
