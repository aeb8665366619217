using System.Security.Cryptography;
using KeyRotation.Encryption;

namespace KeyRotation.Custody;

/// <summary>
/// Wraps key material for the store and for escrow, and takes it out again. A wrap is opened and compared before it is handed
/// out: wrapping that corrupts a key must be found while the key still exists.
/// </summary>
public sealed class KeyWrapping(IKeyEncryptionKey kek)
{
    public string KekId => kek.Id;

    /// <exception cref="WrapDiffersException">The wrap does not open to what was wrapped. Nothing was stored.</exception>
    public async Task<WrappedKey> WrapAsync(KeyIdentity identity, KeyMaterial material, CancellationToken cancellationToken)
    {
        var bytes = new byte[KeyMaterial.Size];
        try
        {
            material.CopyTo(bytes);
            return await WrapBytesAsync(identity, bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Wraps material of any length, for keys that are not 32 bytes. The caller zeroes its buffer.</summary>
    public async Task<WrappedKey> WrapBytesAsync(KeyIdentity identity, ReadOnlyMemory<byte> material, CancellationToken cancellationToken)
    {
        var record = KeyRecord.Write(identity, material.Span);
        byte[]? readBack = null;
        try
        {
            var associated = KeyRecord.AssociatedData(identity);
            var wrapped = await kek.WrapAsync(record, associated, cancellationToken).ConfigureAwait(false);
            readBack = await kek.UnwrapAsync(wrapped, associated, cancellationToken).ConfigureAwait(false);
            return readBack is not null && CryptographicOperations.FixedTimeEquals(readBack, record)
                ? new WrappedKey(wrapped, CheckValue.Of(material.Span, identity), kek.Id)
                : throw new WrapDiffersException(identity, kek.Id);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(record);
            CryptographicOperations.ZeroMemory(readBack);
        }
    }

    public async Task<UnwrappedKey> UnwrapAsync(string keyName, KeyIdentity identity, byte[]? wrapped, byte[] checkValue, string kekId, CancellationToken cancellationToken)
    {
        KeyMaterial? material = null;
        var length = 0;
        var problem = await UnwrapBytesAsync(keyName, identity, wrapped, checkValue, kekId, Take, cancellationToken).ConfigureAwait(false);
        if (problem is null && material is null)
            problem = $"{keyName} version {identity.Version} unwrapped to {length} bytes; a key has {KeyMaterial.Size}. Restore the record from escrow.";
        return new UnwrappedKey(material, problem);

        void Take(ReadOnlySpan<byte> bytes)
        {
            length = bytes.Length;
            material = length == KeyMaterial.Size ? KeyMaterial.From(bytes) : null;
        }
    }

    /// <summary>Hands the material to <paramref name="take"/>, which must copy what it keeps. Returns what is wrong, or null.</summary>
    public async Task<string?> UnwrapBytesAsync(
        string keyName, KeyIdentity identity, byte[]? wrapped, byte[] checkValue, string kekId, TakeMaterial take, CancellationToken cancellationToken)
    {
        var name = $"{keyName} version {identity.Version}";
        if (wrapped is null)
            return $"{name} has no wrapped record: it is retired.";
        var record = await kek.UnwrapAsync(wrapped, KeyRecord.AssociatedData(identity), cancellationToken).ConfigureAwait(false);
        try
        {
            if (record is null)
                return kekId == kek.Id
                    ? $"{name} did not unwrap although its key-encryption key {kekId} is the right one: its wrapped record was changed. Restore the record from escrow."
                    : $"{name} did not unwrap: it is wrapped by the key-encryption key {kekId}, and this process has {kek.Id}. Configure the one that wrapped it (KeyRotation:KeyEncryptionKey).";
            if (!KeyRecord.TryRead(record, identity, out var material))
                return $"{name} unwrapped to the record of another key. The rows of key_version were mixed up; restore the record from escrow.";
            if (!CryptographicOperations.FixedTimeEquals(CheckValue.Of(material, identity), checkValue))
                return $"{name} unwrapped to material with another check value. The row of key_version was changed; restore it from escrow.";
            take(material);
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(record);
        }
    }
}
