using KeyRotation.Audit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Seals the audit trail once a second, on one node of the cluster.</summary>
internal sealed partial class AuditSealing(AuditSealer sealer, TimeProvider time, ILogger<AuditSealing> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        // One seal for what the last jobs wrote.
        await SealAsync(cancellationToken).ConfigureAwait(false);
        await sealer.StopAsync().ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await NextTickAsync(timer, stoppingToken).ConfigureAwait(false))
            await SealAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task SealAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sealer.SealAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The events are in the trail; only their seal is late, and `audit verify` says by how much.
            LogFailed(logger, failure);
        }
    }

    private static async Task<bool> NextTickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "The audit trail could not be sealed; the next attempt follows in a second")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
