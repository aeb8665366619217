namespace KeyRotation.Encryption;

/// <summary>
/// Opens many envelopes of one key ring: a batch of a migration. Keeps a bounded number of derived keys per version,
/// which are zeroed with the version's material. Allocates nothing per envelope that opens. Made by
/// <see cref="KeyRing.CreateOpener"/>; not thread-safe.
/// </summary>
public sealed class EnvelopeOpener : IDisposable
{
    /// <summary>How many derived keys are kept per version: 128.</summary>
    public const int DerivedKeysPerVersion = 128;

    private readonly KeyRing _ring;
    private readonly AssociatedData _associatedData = new();
    private readonly Dictionary<int, (KeyMaterial Material, XAes256Gcm Cipher)> _ciphers = [];
    private SingleThread _thread;
    private bool _disposed;

    internal EnvelopeOpener(KeyRing ring) => _ring = ring;

    /// <summary>Opens one envelope. The key is chosen by the header alone; no second one is tried.</summary>
    /// <param name="envelope">The envelope, of whatever bytes.</param>
    /// <param name="context">The place it was found in.</param>
    /// <param name="plaintext">Receives the plaintext: at least <see cref="Envelope.Overhead"/> bytes shorter than the envelope is enough; not overlapping the envelope.</param>
    /// <param name="written">How many bytes of plaintext were written; 0 unless opened.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">The context is the default value, or the buffer too small or overlapping.</exception>
    /// <exception cref="ObjectDisposedException">The opener or the ring was disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is opening.</exception>
    public OpenStatus Open(
        ReadOnlySpan<byte> envelope, EncryptionContext context, Span<byte> plaintext, out int written)
    {
        written = 0;
        var place = context.Require();
        var status = _ring.Find(envelope, out var entry);
        if (status != OpenStatus.Opened)
        {
            return status;
        }

        var length = envelope.Length - Envelope.Overhead;
        RequirePlaintext(envelope, plaintext, length);
        _thread.Enter(nameof(EnvelopeOpener));
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!OpenWith(entry, envelope, place, plaintext[..length]))
            {
                return OpenStatus.NotAuthentic;
            }
        }
        finally
        {
            _thread.Leave();
        }

        entry.Uses.CountOpen();
        written = length;
        return OpenStatus.Opened;
    }

    /// <summary>Zeroes the derived keys; the ring is left alone.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var (material, cipher) in _ciphers.Values)
        {
            material.Release(cipher);
        }

        _ciphers.Clear();
    }

    private static void RequirePlaintext(ReadOnlySpan<byte> envelope, Span<byte> plaintext, int length)
    {
        if (plaintext.Length < length)
        {
            throw new ArgumentException(
                $"Plaintext of an envelope of {envelope.Length} bytes: expected room for {length} bytes, got {plaintext.Length}.",
                nameof(plaintext));
        }

        if (envelope.Overlaps(plaintext))
        {
            throw new ArgumentException("Plaintext: expected a buffer apart from the envelope, got one that overlaps it.", nameof(plaintext));
        }
    }

    private bool OpenWith(
        KeyRingEntry entry, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> place, Span<byte> plaintext)
    {
        var material = entry.RequireMaterial();
        material.Enter();
        try
        {
            var header = envelope[..Envelope.HeaderSize];
            return CipherOf(entry.Version, material).TryDecrypt(
                header[Envelope.NonceOffset..],
                envelope.Slice(Envelope.HeaderSize, plaintext.Length),
                envelope[(Envelope.HeaderSize + plaintext.Length)..],
                plaintext,
                _associatedData.Join(header, place));
        }
        finally
        {
            material.Leave();
        }
    }

    private XAes256Gcm CipherOf(int version, KeyMaterial material)
    {
        if (!_ciphers.TryGetValue(version, out var known))
        {
            known = (material, material.CreateCipher(DerivedKeysPerVersion));
            _ciphers.Add(version, known);
        }

        return known.Cipher;
    }
}
