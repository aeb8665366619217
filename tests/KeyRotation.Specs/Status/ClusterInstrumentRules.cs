using System.Diagnostics.Metrics;
using KeyRotation.Alerts;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Alerts;
using KeyRotation.Specs.Policies;
using KeyRotation.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Status;

public sealed class ClusterInstrumentRules
{
    private static readonly AlertFacts Shown = Facts.AllIsWell with
    {
        Policies = [BuiltInKeyTypes.Find("token_encryption")!, BuiltInKeyTypes.Find("file_encryption")!],
        Rotations = [Rotations.Open.Rotation(RotationTrigger.NoActiveKey, "file_encryption"), Rotations.Open.Rotation(RotationTrigger.Routine) with { State = RotationState.Failed }],
        Pauses = new PausesInForce([new Pause("token_encryption", "a move", "ada", Moment.At("2026-06-01"), null)]),
        Open = [Facts.Open(AlertCodes.MissingKey, "file_encryption")],
    };

    [Test]
    public void Age_and_ratio_are_of_the_active_version_at_the_moment_of_the_look()
    {
        var measured = Measure(Shown, lookedAt: "2026-06-02 12:00");

        Assert.That(measured["key_rotation.key.age"], Is.EqualTo(new[] { ("token_encryption", 11 * 86_400d) }));
        Assert.That(measured["key_rotation.key.age_ratio"].Single().Value, Is.EqualTo(11 / 90d).Within(1e-9));
    }

    [Test]
    public void A_key_type_without_an_active_version_shows_0() =>
        Assert.That(Measure(Shown)["key_rotation.key.active"], Is.EqualTo(new[] { ("token_encryption", 1d), ("file_encryption", 0d) }));

    [Test]
    public void Pending_rotations_are_counted_by_priority_without_failed_ones() =>
        Assert.That(Measure(Shown)["key_rotation.rotation.pending"], Is.EquivalentTo(new[] { ("normal", 0d), ("high", 1d), ("emergency", 0d) }));

    [Test]
    public void A_pause_shows_for_each_key_type_that_it_covers() =>
        Assert.That(Measure(Shown)["key_rotation.scheduler.paused"], Is.EqualTo(new[] { ("token_encryption", 1d), ("file_encryption", 0d) }));

    [Test]
    public void Open_alerts_are_counted_for_every_code()
    {
        var open = Measure(Shown)["key_rotation.alerts.open"];

        Assert.That(open.Select(measurement => measurement.Of), Is.EqualTo(AlertCodes.Severities.Keys));
        Assert.That(open.Where(measurement => measurement.Value > 0), Is.EqualTo(new[] { (AlertCodes.MissingKey, 1d) }));
    }

    [Test]
    public void Before_the_first_look_nothing_is_said() => Assert.That(Measure(null), Is.Empty);

    private static Dictionary<string, (string Of, double Value)[]> Measure(AlertFacts? facts, string lookedAt = Facts.Now)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var instruments = new ClusterInstruments(services.GetRequiredService<IMeterFactory>(), new FakeTimeProvider(Moment.At(lookedAt)));
        if (facts is not null)
            instruments.Show(facts);
        var measured = new List<(string Name, string Of, double Value)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => Listen(instrument, listener, services) };
        listener.SetMeasurementEventCallback<double>((instrument, value, attributes, _) => measured.Add((instrument.Name, $"{attributes[0].Value}", value)));
        listener.SetMeasurementEventCallback<int>((instrument, value, attributes, _) => measured.Add((instrument.Name, $"{attributes[0].Value}", value)));
        listener.Start();
        listener.RecordObservableInstruments();
        return measured.GroupBy(measurement => measurement.Name).ToDictionary(group => group.Key, group => group.Select(measurement => (measurement.Of, measurement.Value)).ToArray());
    }

    /// <summary>Only this test's: others may run beside it in the process.</summary>
    private static void Listen(Instrument instrument, MeterListener listener, IServiceProvider services)
    {
        if (ReferenceEquals(instrument.Meter.Scope, services.GetRequiredService<IMeterFactory>()))
            listener.EnableMeasurementEvents(instrument);
    }
}
