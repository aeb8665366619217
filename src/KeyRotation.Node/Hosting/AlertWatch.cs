using KeyRotation.Alerts;
using KeyRotation.Status;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Looks every few seconds at what is so, opens and closes alerts by it, and shows it in the gauges. On every node, whatever its
/// roles: the one that says that no worker is alive must not be a worker.
/// </summary>
internal sealed class AlertWatch(AlertFactsReader reader, AlertBook book, ClusterInstruments instruments, ILogger<AlertWatch> logger)
    : PeriodicDuty("Watching for alerts", TimeSpan.FromSeconds(10), logger)
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await book.StopAsync().ConfigureAwait(false);
    }

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var facts = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        instruments.Show(facts);
        instruments.Show(facts with { Open = await book.WriteAsync(facts, cancellationToken).ConfigureAwait(false) });
    }
}
