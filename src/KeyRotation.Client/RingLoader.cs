using KeyRotation.Custody;
using KeyRotation.Encryption;
using KeyRotation.Keys;

namespace KeyRotation.Client;

/// <summary>Reads a ring whole from the store, unwraps it and checks it against its check values.</summary>
internal sealed class RingLoader(IKeyStore keys, KeyWrapping wrapping, KeyPurposes purposes, UsageLedger usage, ConsumerSettings settings)
{
    /// <param name="began">From before the store was first asked.</param>
    /// <exception cref="KeyNotReadableException">A version did not unwrap.</exception>
    public async Task<SharedKeyRing> LoadAsync(KeyTypeRecord type, Guid incarnation, SharedKeyRing? former, ClockReading began, CancellationToken cancellationToken)
    {
        var versions = await keys.ListVersionsAsync(type.Name, cancellationToken).ConfigureAwait(false);
        var readable = versions.Where(version => version.IsReadable && version.WrappedRecord is not null).ToArray();
        var held = readable.ToDictionary(version => version.Version, version => Convert.ToHexStringLower(version.CheckValue));
        var active = versions.SingleOrDefault(version => version.State == KeyVersionState.Active)?.Version;
        var freshness = new RingFreshness(type.Name, began, settings.MaxOffline, settings.Time);
        var entries = new List<KeyRingEntry>(versions.Except(readable).Select(MarkOf));
        try
        {
            foreach (var version in readable)
                entries.Add(await UnwrapAsync(type, version, cancellationToken).ConfigureAwait(false));
            // A version's row never leaves the store: one that is not listed any more was lost by a restore. What is sealed under it is
            // there all the same, and goes on being opened until the nodes have brought it back.
            former?.CopyUnlisted(versions.Select(version => version.Version).ToHashSet(), entries);
            var ring = new KeyRing(type.Name, (uint)type.KeyId, type.Epoch, type.Activation, active, entries, freshness.Require);
            return new SharedKeyRing(ring, held, incarnation, freshness, former);
        }
        catch
        {
            foreach (var entry in entries)
                entry.Material?.Dispose();
            throw;
        }
    }

    private async Task<KeyRingEntry> UnwrapAsync(KeyTypeRecord type, KeyVersion version, CancellationToken cancellationToken)
    {
        var identity = new KeyIdentity(purposes.Of(type.Name), (uint)type.KeyId, (uint)version.Version);
        var unwrapped = await wrapping.UnwrapAsync(type.Name, identity, version.WrappedRecord, version.CheckValue, version.KekId, cancellationToken).ConfigureAwait(false);
        var material = unwrapped.Material ?? throw new KeyNotReadableException(unwrapped.Problem!);
        return new KeyRingEntry(version.Version, material, uses: usage.Of(type.Name, version.Version));
    }

    /// <summary>Known and refused is another answer than unknown: nobody has to look into the store for it.</summary>
    private KeyRingEntry MarkOf(KeyVersion version) =>
        version.State is KeyVersionState.Disabled ? new KeyRingEntry(version.Version, null, KeyUse.Disabled, usage.Of(version.KeyType, version.Version)) : KeyRingEntry.Retired(version.Version);
}
