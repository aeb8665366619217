using System.Diagnostics.Metrics;
using KeyRotation.Alerts;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>
/// Gauges of keys, rotations, pauses and alerts (names in <c>docs/telemetry.md</c>). They show the facts that were read last: a
/// collector that asks often, or a store that is away, makes no query and waits for none.
/// </summary>
public sealed class ClusterInstruments : IDisposable
{
    private const string KeyType = "key_rotation.key.type";

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private volatile AlertFacts? _facts;

    public ClusterInstruments(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create("KeyRotation");
        _meter.CreateObservableGauge("key_rotation.key.age", () => Ages(age => age.Age.TotalSeconds), "s", "Age of the active version.");
        _meter.CreateObservableGauge("key_rotation.key.age_ratio", () => Ages(age => age.Ratio), "1", "Age of the active version / interval: 1 is due, above 1.5 severely overdue.");
        _meter.CreateObservableGauge("key_rotation.key.active", Active, "{key}", "Active versions: 1, or 0 for a key type that has none.");
        _meter.CreateObservableGauge("key_rotation.rotation.pending", Pending, "{rotation}", "Open rotations, those aside that failed.");
        _meter.CreateObservableGauge("key_rotation.scheduler.paused", Paused, "1", "1 where routine work is paused, else 0.");
        _meter.CreateObservableGauge("key_rotation.alerts.open", Alerts, "{alert}", "Alerts that are open.");
    }

    public void Show(AlertFacts facts) => _facts = facts;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Ages(Func<KeyAge, double> measure)
    {
        if (_facts is not { } facts)
            return [];
        var now = _time.GetUtcNow();
        return
            from policy in facts.Policies
            let active = facts.ActiveOf(policy.Name)
            where active is not null
            select new Measurement<double>(measure(KeyAge.Of(active, policy, now)), Of(policy));
    }

    private IEnumerable<Measurement<int>> Active() =>
        _facts is { } facts ? facts.Policies.Select(policy => new Measurement<int>(facts.ActiveOf(policy.Name) is null ? 0 : 1, Of(policy))) : [];

    private IEnumerable<Measurement<int>> Pending()
    {
        if (_facts is not { } facts)
            return [];
        var pending = facts.Rotations.Where(rotation => rotation.State != RotationState.Failed).CountBy(rotation => rotation.Priority).ToDictionary();
        return Enum.GetValues<RotationPriority>().Select(priority =>
            new Measurement<int>(pending.GetValueOrDefault(priority), new KeyValuePair<string, object?>("key_rotation.priority", priority.ToSnakeCase())));
    }

    private IEnumerable<Measurement<int>> Paused()
    {
        if (_facts is not { } facts)
            return [];
        var now = _time.GetUtcNow();
        return facts.Policies.Select(policy => new Measurement<int>(facts.Pauses.Of(policy.Name, now) is null ? 0 : 1, Of(policy)));
    }

    /// <summary>Every code, so that a series falls to 0 rather than ending.</summary>
    private IEnumerable<Measurement<int>> Alerts() =>
        _facts is { } facts
            ? AlertCodes.Severities.Select(code => new Measurement<int>(
                facts.Open.Count(open => open.Alert.Code == code.Key),
                new("key_rotation.alert.code", code.Key), new("key_rotation.alert.severity", code.Value.ToSnakeCase())))
            : [];

    private static KeyValuePair<string, object?> Of(KeyTypePolicy policy) => new(KeyType, policy.Name);
}
