using System.Collections.Concurrent;
using KeyRotation.Consumers;
using KeyRotation.Keys;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Client;

/// <summary>
/// The key rings of this process. Each is swapped in whole when its epoch moved, and acknowledged; the old one is zeroed when the
/// last lease on it ends (docs/cluster.md).
/// </summary>
public sealed partial class StoreKeyRings : IKeyRings, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SharedKeyRing> _rings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RefreshOnDemand> _onDemand = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly IKeyStore _keys;
    private readonly IConsumerStore _consumers;
    private readonly RingLoader _loader;
    private readonly Consumer _self;
    private readonly ConsumerSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreKeyRings> _logger;
    private volatile bool _isDisposed;
    private int _isForgotten;

    internal StoreKeyRings(
        IKeyStore keys, IConsumerStore consumers, RingLoader loader, Consumer self, ConsumerSettings settings, RingInstruments instruments, ILogger<StoreKeyRings> logger)
    {
        _keys = keys;
        _consumers = consumers;
        _loader = loader;
        _self = self;
        _settings = settings;
        _time = settings.Time;
        _logger = logger;
        instruments.Observe(() => _rings.Select(ring => (ring.Key, ring.Value.Freshness.Age)));
    }

    /// <summary>Whether somebody still uses a ring.</summary>
    internal bool IsInUse => _rings.Values.Any(ring => !ring.IsFree);

    public KeyRingLease Borrow(string keyType)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_rings.TryGetValue(keyType, out var ring))
                throw new KeyTypeUnknownException(keyType, [.. _rings.Keys.Order()]);
            // Null when the ring was swapped out between the two lines: its successor is already in its place.
            if (ring.TryBorrow() is { } lease)
                return lease;
        }
    }

    public Task RefreshAsync(string keyType, CancellationToken cancellationToken) =>
        FollowAsync(ReadPatientlyAsync, types => [types.FirstOrDefault(type => type.Name == keyType) ?? throw new KeyTypeUnknownException(keyType, [.. types.Select(type => type.Name)])], cancellationToken);

    /// <summary>Looks at the epochs of all key types and reloads the rings whose epoch moved.</summary>
    /// <exception cref="KeyNotReadableException">A key type could not be loaded; the others were all the same.</exception>
    public Task RefreshAllAsync(CancellationToken cancellationToken) => FollowAsync(ReadPatientlyAsync, types => types, cancellationToken);

    /// <summary>
    /// For a version that the ring does not know: looks into the store at once, though not more often than
    /// <see cref="ConsumerSettings.UnknownVersionInterval"/> whatever many ask, and returns after a look that began after the call.
    /// </summary>
    public Task RefreshForUnknownVersionAsync(string keyType, CancellationToken cancellationToken) =>
        _onDemand.GetOrAdd(keyType, name => new RefreshOnDemand(() => RefreshAsync(name, CancellationToken.None), _settings.UnknownVersionInterval, _time))
            .RefreshAsync(cancellationToken);

    /// <summary>As <see cref="RefreshAllAsync"/>, but asks the store once: the next poll is the next attempt.</summary>
    internal Task PollAsync(CancellationToken cancellationToken) => FollowAsync(_consumers.ReadEpochsAsync, types => types, cancellationToken);

    /// <summary>The store forgot this process, or its lease was over: what was acknowledged counts for nothing any more, and each ring is read anew.</summary>
    internal void ForgetAcknowledgements()
    {
        foreach (var ring in _rings.Values)
            (ring.IsAcknowledged, ring.IsDoubtful) = (false, true);
    }

    /// <summary>
    /// Whether the store may have lost this process's registration since this was asked last: it does not know it, or it is another
    /// incarnation or an older copy than the rings are of.
    /// </summary>
    internal bool TakeForgotten() => Interlocked.Exchange(ref _isForgotten, 0) != 0;

    private void NoteForgotten() => Interlocked.Exchange(ref _isForgotten, 1);

    /// <summary>Ends the rings: none is lent any more, and each is zeroed when the last lease on it ends.</summary>
    internal void End()
    {
        _isDisposed = true;
        foreach (var ring in _rings.Values)
            ring.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        End();
        _loading.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RingEpochs> ReadPatientlyAsync(CancellationToken cancellationToken)
    {
        var incarnation = await _keys.IncarnationAsync(cancellationToken).ConfigureAwait(false);
        return new RingEpochs(incarnation, await _keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task FollowAsync(Func<CancellationToken, Task<RingEpochs>> read, Func<IReadOnlyList<KeyTypeRecord>, IReadOnlyList<KeyTypeRecord>> choose, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Read within the lock: what was read before it could be older than a ring that somebody loaded meanwhile.
            var began = ClockReading.Of(_time);
            var epochs = await read(cancellationToken).ConfigureAwait(false);
            KeyNotReadableException? first = null;
            foreach (var type in choose(epochs.KeyTypes))
            {
                try
                {
                    await FollowAsync(type, epochs.Incarnation, began, cancellationToken).ConfigureAwait(false);
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

    private async Task FollowAsync(KeyTypeRecord type, Guid incarnation, ClockReading began, CancellationToken cancellationToken)
    {
        var ring = _rings.GetValueOrDefault(type.Name);
        if (ring is { IsDoubtful: false } && ring.Epoch == type.Epoch && ring.Activation == type.Activation && ring.Incarnation == incarnation)
            ring.Freshness.Confirm(began);
        else
        {
            if (ring is not null && (ring.Incarnation != incarnation || ring.Epoch > type.Epoch || ring.Activation > type.Activation))
                NoteForgotten();
            ring = await SwapAsync(type, incarnation, ring, began, cancellationToken).ConfigureAwait(false);
        }
        // An acknowledgement says that nobody here encrypts under the former version any more. While somebody still does, it waits
        // for a later look; so does one that failed.
        if (ring.IsAcknowledged || !ring.IsAlone)
            return;
        if (!await _consumers.AcknowledgeAsync(_self.Id, new Acknowledgement(type.Name, incarnation, type.Epoch, type.Activation, ring.Held), cancellationToken).ConfigureAwait(false))
        {
            NoteForgotten();
            return;
        }
        ring.IsAcknowledged = true;
        LogLoaded(_logger, type.Name, type.Epoch, type.Activation, ring.Held.Count);
    }

    private async Task<SharedKeyRing> SwapAsync(KeyTypeRecord type, Guid incarnation, SharedKeyRing? former, ClockReading began, CancellationToken cancellationToken)
    {
        var ring = await _loader.LoadAsync(type, incarnation, former, began, cancellationToken).ConfigureAwait(false);
        _rings[type.Name] = ring;
        former?.Dispose();
        // The rings may have ended while this one was read; it would never be zeroed.
        if (_isDisposed)
            ring.Dispose();
        return ring;
    }

    [LoggerMessage(4001, LogLevel.Debug, "Key ring of {KeyType} loaded: epoch {Epoch}, activation {Activation}, {Versions} versions")]
    private static partial void LogLoaded(ILogger logger, string keyType, long epoch, long activation, int versions);
}
