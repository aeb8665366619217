using System.Collections.Concurrent;
using KeyRotation.Consumers;
using KeyRotation.Custody;
using KeyRotation.Encryption;
using KeyRotation.Keys;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Client;

/// <summary>
/// The key rings of this process. Each is read whole from the store, unwrapped, checked against its check values, swapped in
/// whole, and acknowledged; the old one is zeroed when the last lease on it ends (docs/cluster.md).
/// </summary>
public sealed partial class StoreKeyRings(IKeyStore keys, IConsumerStore consumers, KeyWrapping wrapping, Consumer self, KeyPurposes purposes, ILogger<StoreKeyRings> logger)
    : IKeyRings, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SharedKeyRing> _rings = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile bool _isDisposed;

    public KeyRingLease Borrow(string keyType)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_rings.TryGetValue(keyType, out var ring))
                throw new KeyTypeUnknownException(keyType, _rings.Keys.Order());
            // Null when the ring was swapped out between the two lines: its successor is already in its place.
            if (ring.TryBorrow() is { } lease)
                return lease;
        }
    }

    public async Task RefreshAsync(string keyType, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var types = await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false);
            var type = types.FirstOrDefault(candidate => candidate.Name == keyType) ?? throw new KeyTypeUnknownException(keyType, types.Select(candidate => candidate.Name));
            await LoadIfMovedAsync(type, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Looks at the epochs of all key types and reloads the rings whose epoch moved.</summary>
    /// <exception cref="KeyNotReadableException">A key type could not be loaded; the others were all the same.</exception>
    public async Task RefreshAllAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            KeyNotReadableException? first = null;
            foreach (var type in await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await LoadIfMovedAsync(type, cancellationToken).ConfigureAwait(false);
                }
                catch (KeyNotReadableException unreadable)
                {
                    first ??= unreadable;
                }
            }
            if (first is not null)
                throw first;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The store forgot this process, or its lease was over: what was acknowledged counts for nothing any more.</summary>
    public void ForgetAcknowledgements()
    {
        foreach (var ring in _rings.Values)
            ring.IsAcknowledged = false;
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        foreach (var ring in _rings.Values)
            ring.Dispose();
        _loading.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task LoadIfMovedAsync(KeyTypeRecord type, CancellationToken cancellationToken)
    {
        var incarnation = await keys.IncarnationAsync(cancellationToken).ConfigureAwait(false);
        var current = _rings.GetValueOrDefault(type.Name);
        var isCurrent = current is not null && current.Epoch == type.Epoch && current.Activation == type.Activation && current.Incarnation == incarnation;
        var ring = isCurrent ? current! : await LoadAsync(type, incarnation, current, cancellationToken).ConfigureAwait(false);
        // An acknowledgement says that nobody here encrypts under the former version any more. While somebody still does, it waits
        // for a later look; so does one that failed.
        if (ring.IsAcknowledged || !ring.IsAlone)
            return;
        await consumers.AcknowledgeAsync(self.Id, new Acknowledgement(type.Name, incarnation, type.Epoch, type.Activation, ring.Held), cancellationToken).ConfigureAwait(false);
        ring.IsAcknowledged = true;
        LogLoaded(logger, type.Name, type.Epoch, type.Activation, ring.Held.Count);
    }

    private async Task<SharedKeyRing> LoadAsync(KeyTypeRecord type, Guid incarnation, SharedKeyRing? former, CancellationToken cancellationToken)
    {
        var versions = await keys.ListVersionsAsync(type.Name, cancellationToken).ConfigureAwait(false);
        var readable = versions.Where(version => version.IsReadable && version.WrappedRecord is not null).ToArray();
        var held = readable.ToDictionary(version => version.Version, version => Convert.ToHexStringLower(version.CheckValue));
        var unwrapped = await UnwrapAsync(type, versions, readable, cancellationToken).ConfigureAwait(false);
        var ring = new SharedKeyRing(unwrapped, held, incarnation, former);
        _rings[type.Name] = ring;
        former?.Dispose();
        return ring;
    }

    private async Task<KeyRing> UnwrapAsync(KeyTypeRecord type, IReadOnlyList<KeyVersion> all, IReadOnlyList<KeyVersion> readable, CancellationToken cancellationToken)
    {
        var entries = new List<KeyRingEntry>();
        try
        {
            foreach (var version in readable)
                entries.Add(await UnwrapAsync(type, version, cancellationToken).ConfigureAwait(false));
            var active = all.SingleOrDefault(version => version.State == KeyVersionState.Active)?.Version;
            return new KeyRing(type.Name, (uint)type.KeyId, type.Epoch, type.Activation, active, entries);
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
        return new KeyRingEntry(version.Version, unwrapped.Material ?? throw new KeyNotReadableException(unwrapped.Problem!));
    }

    [LoggerMessage(4001, LogLevel.Debug, "Key ring of {KeyType} loaded: epoch {Epoch}, activation {Activation}, {Versions} versions")]
    private static partial void LogLoaded(ILogger logger, string keyType, long epoch, long activation, int versions);
}
