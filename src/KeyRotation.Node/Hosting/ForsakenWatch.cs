using KeyRotation.Rotations;
using KeyRotation.Signals;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Sets going what nobody works on: looks twice a second, and at once when the store says that there is an emergency. A worker need not
/// wait until its scheduler looks by itself, and the process that opened the emergency may be gone.
/// </summary>
internal sealed class ForsakenWatch(RotationWatch rotations, IStoreSignals signals, ILogger<ForsakenWatch> logger)
    : PeriodicDuty("Looking for rotations that nobody works on", signals.IsSilent ? TimeSpan.FromMilliseconds(250) : TimeSpan.FromMilliseconds(500), logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = signals.ListenAsync(StoreSignal.Emergency, WakeUp, stoppingToken);
        await base.ExecuteAsync(stoppingToken).ConfigureAwait(false);
        await listening.ConfigureAwait(false);
    }

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => rotations.RunAsync(cancellationToken);
}
