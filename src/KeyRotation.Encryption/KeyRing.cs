using System.Collections.Frozen;

namespace KeyRotation.Encryption;

/// <summary>
/// All usable versions of a key type, as a consumer holds them in memory. Immutable; a change makes a new ring that is swapped
/// in whole. Disposing zeroes the keys as soon as no operation uses them. Thread-safe.
/// </summary>
public sealed class KeyRing : IDisposable
{
    private readonly FrozenDictionary<uint, KeyMaterial> _keys;

    /// <summary>Makes a ring, which owns the entries' material.</summary>
    /// <param name="keyType">The key type.</param>
    /// <param name="keyId">Its number in the store's registry.</param>
    /// <param name="epoch">Grows with every change of the ring.</param>
    /// <param name="activation">The number of the activation that <paramref name="activeVersion"/> comes from.</param>
    /// <param name="activeVersion">The one version that encrypts; null before the first.</param>
    /// <param name="entries">Every version that can be opened.</param>
    /// <exception cref="ArgumentException">The active version is not among the entries, or a version is below 1 or there twice.</exception>
    public KeyRing(string keyType, uint keyId, long epoch, long activation, int? activeVersion, IEnumerable<KeyRingEntry> entries)
    {
        _keys = entries.ToFrozenDictionary(
            entry => entry.Version >= 1 ? (uint)entry.Version : throw new ArgumentOutOfRangeException(nameof(entries), entry.Version, $"The versions of {keyType} begin at 1."),
            entry => entry.Material);
        if (activeVersion is { } active && !_keys.ContainsKey((uint)active))
            throw new ArgumentException($"The active version {active} of {keyType} is not among the ring's versions {string.Join(", ", _keys.Keys.Order())}.", nameof(activeVersion));
        KeyType = keyType;
        KeyId = keyId;
        Epoch = epoch;
        Activation = activation;
        ActiveVersion = activeVersion;
    }

    /// <summary>The key type.</summary>
    public string KeyType { get; }

    /// <summary>The number of the key type in the store's registry.</summary>
    public uint KeyId { get; }

    /// <summary>Grows with every change of the ring.</summary>
    public long Epoch { get; }

    /// <summary>The number of the activation that the active version comes from.</summary>
    public long Activation { get; }

    /// <summary>The one version that encrypts; null before the first.</summary>
    public int? ActiveVersion { get; }

    /// <summary>Every version that can be opened.</summary>
    public IReadOnlyCollection<int> Versions => [.. _keys.Keys.Select(version => (int)version).Order()];

    /// <summary>Seals one value under the active version.</summary>
    /// <exception cref="NoActiveKeyException">There is none.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, EncryptionContext context)
    {
        using var sealer = CreateSealer(ActiveVersion ?? throw new NoActiveKeyException(KeyType));
        var envelope = new byte[plaintext.Length + Envelope.Overhead];
        sealer.Seal(plaintext, context, envelope);
        return envelope;
    }

    /// <summary>Opens one value.</summary>
    /// <param name="envelope">In binary form.</param>
    /// <param name="context">The place that it stands in.</param>
    /// <param name="plaintext">The plaintext; empty unless opened.</param>
    public OpenStatus TryOpen(ReadOnlySpan<byte> envelope, EncryptionContext context, out byte[] plaintext)
    {
        using var opener = CreateOpener();
        var buffer = new byte[Math.Max(0, envelope.Length - Envelope.Overhead)];
        var status = opener.Open(envelope, context, buffer, out _);
        plaintext = status == OpenStatus.Opened ? buffer : [];
        return status;
    }

    /// <summary>A sealer for many values under one version of the ring.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ring does not hold the version.</exception>
    public EnvelopeSealer CreateSealer(int version) =>
        _keys.TryGetValue((uint)version, out var material)
            ? new EnvelopeSealer(KeyId, (uint)version, material)
            : throw new ArgumentOutOfRangeException(nameof(version), version, $"The ring of {KeyType} holds the versions {string.Join(", ", Versions)}.");

    /// <summary>An opener for many values.</summary>
    public EnvelopeOpener CreateOpener() => new(this);

    /// <summary>Zeroes the keys as soon as no operation uses them.</summary>
    public void Dispose()
    {
        foreach (var material in _keys.Values)
            material.Dispose();
    }

    internal OpenStatus StatusOf(EnvelopeHeader header) =>
        header.KeyId != KeyId ? OpenStatus.WrongKeyType
        : _keys.ContainsKey(header.KeyVersion) ? OpenStatus.Opened
        : OpenStatus.UnknownVersion;

    internal KeyMaterial MaterialOf(uint version) => _keys[version];
}
