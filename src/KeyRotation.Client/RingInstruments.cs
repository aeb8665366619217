using System.Diagnostics.Metrics;

namespace KeyRotation.Client;

/// <summary>What a consumer measures of its key rings (names in <c>docs/telemetry.md</c>).</summary>
internal sealed class RingInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _failures;

    public RingInstruments(IMeterFactory meters)
    {
        _meter = meters.Create("KeyRotation");
        _failures = _meter.CreateCounter<long>("key_rotation.ring.refresh.failures", "{refresh}", "Polls that did not reach the store, or found a ring that could not be loaded.");
    }

    /// <summary>The ages are asked for when somebody measures.</summary>
    public void Observe(Func<IEnumerable<(string KeyType, TimeSpan Age)>> ages) =>
        _meter.CreateObservableGauge("key_rotation.ring.age",
            () => ages().Select(ring => new Measurement<double>(ring.Age.TotalSeconds, new KeyValuePair<string, object?>("key_rotation.key.type", ring.KeyType))),
            "s", "Time since the key ring was last known to be the store's; beyond Consumers:MaxOfflineHours it seals no more.");

    public void RefreshFailed() => _failures.Add(1);

    public void Dispose() => _meter.Dispose();
}
