using System.Diagnostics.Metrics;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Hosting;

namespace KeyRotation.Node.Hosting;

/// <summary>What this process uses of the store's connections. Processor and memory are .NET's own instruments (meter <c>System.Runtime</c>).</summary>
internal sealed class NodeInstruments : IHostedService, IDisposable
{
    private readonly Meter _meter;

    public NodeInstruments(IMeterFactory meters, Database store)
    {
        _meter = meters.Create("KeyRotation");
        _meter.CreateObservableUpDownCounter("key_rotation.store.connections", () => Connections(store), "{connection}", "Connections to the store: in use, and free of those that the pool may have.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Connections(Database store)
    {
        var used = store.ConnectionsInUse;
        return
        [
            new(used, new KeyValuePair<string, object?>("state", "used")),
            new(Math.Max(0, store.PoolSize - used), new KeyValuePair<string, object?>("state", "free")),
        ];
    }
}
