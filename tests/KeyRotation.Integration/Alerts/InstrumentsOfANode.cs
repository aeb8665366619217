using System.Diagnostics.Metrics;
using KeyRotation.Alerts;
using KeyRotation.Node.Hosting;
using KeyRotation.Status;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Alerts;

/// <summary>A node's own composition publishes every gauge that `docs/telemetry.md` names.</summary>
[TestFixture]
public sealed class InstrumentsOfANode() : StoreFixture(DatabaseKind.Sqlite)
{
    [Test]
    public async Task Every_gauge_has_a_value_after_the_first_look()
    {
        await RotateAsync("token_encryption");
        using var node = ActivatorUtilities.CreateInstance<NodeInstruments>(Services);

        Get<ClusterInstruments>().Show(await Get<AlertFactsReader>().ReadAsync(CancellationToken.None));

        Assert.That(Measured(), Is.SupersetOf(new[]
        {
            "key_rotation.key.age", "key_rotation.key.age_ratio", "key_rotation.key.active", "key_rotation.rotation.pending",
            "key_rotation.scheduler.paused", "key_rotation.alerts.open", "key_rotation.store.connections",
        }));
    }

    private HashSet<string> Measured()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, Get<IMeterFactory>()))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => names.Add(instrument.Name));
        listener.SetMeasurementEventCallback<int>((instrument, _, _, _) => names.Add(instrument.Name));
        listener.Start();
        listener.RecordObservableInstruments();
        return names;
    }
}
