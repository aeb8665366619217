namespace KeyRotation.Encryption;

/// <summary>
/// Opens many values. The key is chosen by the header alone, never by trial. Not thread-safe; it must not outlive its ring.
/// </summary>
public sealed class EnvelopeOpener : IDisposable
{
    private readonly KeyRing _ring;
    private readonly Dictionary<uint, XAes256Gcm> _ciphers = [];
    private byte[] _associated = new byte[512];

    internal EnvelopeOpener(KeyRing ring) => _ring = ring;

    /// <summary>Opens one value.</summary>
    /// <param name="envelope">In binary form.</param>
    /// <param name="context">The place that it stands in.</param>
    /// <param name="plaintext">At least as long as the envelope less <see cref="Envelope.Overhead"/>.</param>
    /// <param name="written">Bytes of plaintext; 0 unless opened.</param>
    public OpenStatus Open(ReadOnlySpan<byte> envelope, EncryptionContext context, Span<byte> plaintext, out int written)
    {
        written = 0;
        var status = Envelope.TryReadHeader(envelope, out var header);
        if (status == OpenStatus.Opened)
            status = _ring.StatusOf(header);
        if (status != OpenStatus.Opened)
            return status;

        var length = envelope.Length - Envelope.Overhead;
        var associated = AssociatedData.Write(ref _associated, envelope[..Envelope.HeaderSize], context);
        var opened = CipherOf(header.KeyVersion).TryDecrypt(
            envelope.Slice(Envelope.NonceOffset, XAes256Gcm.NonceSize), envelope.Slice(Envelope.HeaderSize, length), envelope[(Envelope.HeaderSize + length)..],
            plaintext[..length], associated);
        if (!opened)
            return OpenStatus.NotAuthentic;
        written = length;
        return OpenStatus.Opened;
    }

    /// <summary>Forgets the derived keys.</summary>
    public void Dispose()
    {
        foreach (var cipher in _ciphers.Values)
            cipher.Dispose();
        _ciphers.Clear();
    }

    private XAes256Gcm CipherOf(uint version)
    {
        if (!_ciphers.TryGetValue(version, out var cipher))
            _ciphers[version] = cipher = _ring.MaterialOf(version).Use(0, static (key, _) => new XAes256Gcm(key));
        return cipher;
    }
}
