using System.Diagnostics.Metrics;

namespace KeyRotation.Rotations;

/// <summary>What rotations measure (names in <c>docs/telemetry.md</c>).</summary>
public sealed class RotationInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _completed;
    private readonly Histogram<double> _duration;

    public RotationInstruments(IMeterFactory meters)
    {
        _meter = meters.Create("KeyRotation");
        _completed = _meter.CreateCounter<long>("key_rotation.rotation.completed", "{rotation}", "Rotations that ended or failed.");
        _duration = _meter.CreateHistogram<double>("key_rotation.rotation.duration", "s", "Time from the start of a rotation to its end.");
    }

    public void Ended(Rotation rotation, DateTimeOffset now)
    {
        KeyValuePair<string, object?>[] attributes =
        [
            new("key_rotation.key.type", rotation.KeyType),
            new("key_rotation.priority", rotation.Priority.ToSnakeCase()),
            new("key_rotation.outcome", rotation.Outcome is { } outcome ? outcome.ToSnakeCase() : rotation.State.ToSnakeCase()),
        ];
        _completed.Add(1, attributes);
        if (rotation.StartedAt is { } started)
            _duration.Record((now - started).TotalSeconds, attributes);
    }

    public void Dispose() => _meter.Dispose();
}
