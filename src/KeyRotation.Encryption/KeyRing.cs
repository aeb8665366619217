namespace KeyRotation.Encryption;

/// <summary>
/// The versions of one key type as a process holds them in memory. Immutable and thread-safe: a change is a new ring,
/// swapped whole, then the old one is disposed; operations in flight finish, later ones throw
/// <see cref="ObjectDisposedException"/> and belong to the new ring. The key is chosen by the envelope's header alone.
/// </summary>
public sealed class KeyRing : IDisposable
{
    private readonly Dictionary<int, KeyRingEntry> _entries;
    private readonly Action? _beforeSeal;
    private readonly Idle<EnvelopeSealer> _sealers = new();
    private readonly Idle<EnvelopeOpener> _openers = new();
    private volatile bool _disposed;

    /// <summary>A ring; it owns the material of its entries and disposes it.</summary>
    /// <param name="keyType">The key type, in snake_case.</param>
    /// <param name="keyId">Number of the key type in the store's registry.</param>
    /// <param name="epoch">Grows with every change to the key type's ring; from 0.</param>
    /// <param name="activation">Number of the activation that made the active version active; from 0, 0 before the first.</param>
    /// <param name="activeVersion">The version that seals; null before the first rotation.</param>
    /// <param name="entries">The versions and marks; each version once.</param>
    /// <param name="beforeSeal">Asked before each seal and each signature; it refuses by throwing. Null = nobody is asked.</param>
    /// <exception cref="ArgumentException">The name is empty, a version comes twice, or the active version is not there or may not seal.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Epoch or activation is negative.</exception>
    public KeyRing(
        string keyType, uint keyId, long epoch, long activation, int? activeVersion, IEnumerable<KeyRingEntry> entries, Action? beforeSeal = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyType);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(activation);
        ArgumentNullException.ThrowIfNull(entries);
        _entries = ByVersion(keyType, entries);
        _beforeSeal = beforeSeal;
        if (activeVersion is { } active && !(_entries.TryGetValue(active, out var entry) && entry.Use == KeyUse.SealAndOpen))
        {
            throw new ArgumentException(
                $"Key type '{keyType}': expected the active version {active} among the entries that may seal, got none.",
                nameof(activeVersion));
        }

        KeyType = keyType;
        KeyId = keyId;
        Epoch = epoch;
        Activation = activation;
        ActiveVersion = activeVersion;
        Versions = [.. _entries.Values.Where(e => e.Material is not null).Select(e => e.Version).Order()];
    }

    /// <summary>The key type, in snake_case.</summary>
    public string KeyType { get; }

    /// <summary>Number of the key type in the store's registry.</summary>
    public uint KeyId { get; }

    /// <summary>Grows with every change to the key type's ring.</summary>
    public long Epoch { get; }

    /// <summary>Number of the activation that made the active version active.</summary>
    public long Activation { get; }

    /// <summary>The version that seals; null before the first rotation.</summary>
    public int? ActiveVersion { get; }

    /// <summary>The versions whose material the ring holds, ascending; disabled and retired ones are not among them.</summary>
    public IReadOnlyCollection<int> Versions { get; }

    /// <summary>Seals under the active version.</summary>
    /// <param name="plaintext">The plaintext; may be empty.</param>
    /// <param name="context">The place it belongs to.</param>
    /// <returns>The envelope, <see cref="Envelope.Overhead"/> bytes longer than the plaintext.</returns>
    /// <exception cref="ArgumentException">The context is the default value.</exception>
    /// <exception cref="NoActiveKeyException">There is no active version.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed; repeat with the current one.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, EncryptionContext context)
    {
        var version = RequireActiveVersion();
        var envelope = new byte[checked(plaintext.Length + Envelope.Overhead)];
        var sealer = _sealers.Take() ?? CreateSealer(version);
        try
        {
            sealer.Seal(plaintext, context, envelope);
        }
        finally
        {
            _sealers.Return(sealer);
        }

        return envelope;
    }

    /// <summary>Opens an envelope with the version that its header names.</summary>
    /// <param name="envelope">The envelope, of whatever bytes.</param>
    /// <param name="context">The place it was found in.</param>
    /// <param name="plaintext">The plaintext; empty unless opened. The caller zeroes it after use.</param>
    /// <returns>What came of it; bad ciphertext never throws.</returns>
    /// <exception cref="ArgumentException">The context is the default value.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed; repeat with the current one.</exception>
    public OpenStatus TryOpen(ReadOnlySpan<byte> envelope, EncryptionContext context, out byte[] plaintext)
    {
        plaintext = [];
        context.Require();
        var status = Find(envelope, out _);
        if (status != OpenStatus.Opened)
        {
            return status;
        }

        var buffer = new byte[envelope.Length - Envelope.Overhead];
        var opener = _openers.Take() ?? CreateOpener();
        try
        {
            status = opener.Open(envelope, context, buffer, out _);
        }
        finally
        {
            _openers.Return(opener);
        }

        if (status == OpenStatus.Opened)
        {
            plaintext = buffer;
        }

        return status;
    }

    /// <summary>A sealer for a batch under one version; the caller disposes it.</summary>
    /// <param name="version">A version that may seal.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ring has no such version, or it may not seal.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public EnvelopeSealer CreateSealer(int version)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _entries.TryGetValue(version, out var entry) && entry.Use == KeyUse.SealAndOpen
            ? new EnvelopeSealer(KeyId, entry, _beforeSeal)
            : throw new ArgumentOutOfRangeException(
                nameof(version),
                version,
                $"Key type '{KeyType}': expected a version that may seal, got one that is {entry?.Use.ToString() ?? "not in the ring"}.");
    }

    /// <summary>An opener for a batch, for all versions of the ring; the caller disposes it.</summary>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public EnvelopeOpener CreateOpener()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new EnvelopeOpener(this);
    }

    /// <summary>Copies of versions that the ring can open, for a ring that takes its place; they open only. Uses are counted on.</summary>
    /// <param name="which">Which versions.</param>
    /// <param name="into">Gets them; whoever owns it owns their material, also of those that were copied before a failure.</param>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public void CopyForOpening(Func<int, bool> which, ICollection<KeyRingEntry> into)
    {
        ArgumentNullException.ThrowIfNull(which);
        ArgumentNullException.ThrowIfNull(into);
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var entry in _entries.Values.Where(entry => entry.Material is not null && which(entry.Version)))
            into.Add(new KeyRingEntry(entry.Version, entry.RequireMaterial().Use(0, static (bytes, _) => KeyMaterial.From(bytes)), KeyUse.OpenOnly, entry.Uses));
    }

    /// <summary>Ends the ring: no operation begins any more, and each version is zeroed when the last one in flight leaves.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var entry in _entries.Values)
        {
            entry.Material?.Dispose();
        }

        _sealers.Dispose();
        _openers.Dispose();
    }

    /// <summary>The entry that opens an envelope, or why none does.</summary>
    internal OpenStatus Find(ReadOnlySpan<byte> envelope, out KeyRingEntry entry)
    {
        entry = null!;
        var status = Envelope.TryReadHeader(envelope, out var header);
        if (status != OpenStatus.Opened)
        {
            return status;
        }

        if (header.KeyId != KeyId)
        {
            return OpenStatus.WrongKeyType;
        }

        if (!_entries.TryGetValue((int)header.KeyVersion, out var found))
        {
            return OpenStatus.UnknownVersion;
        }

        entry = found;
        if (found.Use == KeyUse.Disabled)
        {
            found.Uses.CountAttempt();
        }

        return found.Use switch
        {
            KeyUse.Disabled => OpenStatus.Disabled,
            KeyUse.Retired => OpenStatus.Retired,
            _ => OpenStatus.Opened,
        };
    }

    internal KeyRingEntry? EntryOf(int version) => _entries.GetValueOrDefault(version);

    /// <summary>The version that signs; like a seal, a signature may be refused.</summary>
    internal int RequireSigningVersion()
    {
        var version = RequireActiveVersion();
        _beforeSeal?.Invoke();
        return version;
    }

    private int RequireActiveVersion()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ActiveVersion ?? throw new NoActiveKeyException(KeyType);
    }

    private static Dictionary<int, KeyRingEntry> ByVersion(string keyType, IEnumerable<KeyRingEntry> entries)
    {
        Dictionary<int, KeyRingEntry> byVersion = [];
        foreach (var entry in entries)
        {
            if (!byVersion.TryAdd(entry.Version, entry))
            {
                throw new ArgumentException(
                    $"Key type '{keyType}': expected each version once, got version {entry.Version} twice.", nameof(entries));
            }
        }

        return byVersion;
    }
}
