using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// Seals many values under one key version. A random nonce prefix, and with it the derived key, serves up to 2^16 messages;
/// the rest of each nonce is fresh random. Not thread-safe.
/// </summary>
public sealed class EnvelopeSealer : IDisposable
{
    /// <summary>Messages that share a nonce prefix.</summary>
    public const int MessagesPerPrefix = 1 << 16;

    private readonly uint _keyId;
    private readonly uint _version;
    private readonly KeyMaterial _material;
    private readonly XAes256Gcm _cipher;
    private readonly byte[] _prefix = new byte[XAes256Gcm.PrefixSize];
    private byte[] _associated = new byte[512];
    private int _left;

    internal EnvelopeSealer(uint keyId, uint version, KeyMaterial material)
    {
        _keyId = keyId;
        _version = version;
        _material = material;
        _cipher = material.Use(0, static (key, _) => new XAes256Gcm(key));
    }

    /// <summary>Seals one value.</summary>
    /// <param name="plaintext">Any length.</param>
    /// <param name="context">The place that it belongs to.</param>
    /// <param name="envelope">Exactly <see cref="Envelope.Overhead"/> bytes longer than the plaintext.</param>
    /// <exception cref="ArgumentException">The envelope has another length.</exception>
    /// <exception cref="ObjectDisposedException">The key was zeroed meanwhile; the envelope is cleared.</exception>
    public void Seal(ReadOnlySpan<byte> plaintext, EncryptionContext context, Span<byte> envelope)
    {
        if (envelope.Length != plaintext.Length + Envelope.Overhead)
            throw new ArgumentException($"The envelope of {plaintext.Length} bytes has {plaintext.Length + Envelope.Overhead} bytes; the buffer has {envelope.Length}.", nameof(envelope));
        Envelope.WriteHeader(envelope, _keyId, _version);
        var nonce = envelope.Slice(Envelope.NonceOffset, XAes256Gcm.NonceSize);
        NextNonce(nonce);
        var associated = AssociatedData.Write(ref _associated, envelope[..Envelope.HeaderSize], context);
        _cipher.Encrypt(nonce, plaintext, envelope.Slice(Envelope.HeaderSize, plaintext.Length), envelope[(Envelope.HeaderSize + plaintext.Length)..], associated);
        if (_material.IsDisposed)
        {
            envelope.Clear();
            throw new ObjectDisposedException(nameof(KeyMaterial), "The key was retired while a value was sealed; the result was thrown away. Borrow the current ring and seal again.");
        }
    }

    /// <summary>Forgets the derived key.</summary>
    public void Dispose() => _cipher.Dispose();

    private void NextNonce(Span<byte> nonce)
    {
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(_prefix);
            _left = MessagesPerPrefix;
        }
        _left--;
        _prefix.CopyTo(nonce);
        RandomNumberGenerator.Fill(nonce[XAes256Gcm.PrefixSize..]);
    }
}
