using KeyRotation.Consumers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Client;

/// <summary>
/// Registers this process as a consumer before it loads a ring, keeps its lease, follows the key rings' epochs once a second,
/// and signs off when the process stops.
/// </summary>
public sealed partial class ConsumerHeartbeat(
    IConsumerStore consumers, StoreKeyRings rings, Consumer self, ConsumerSettings settings, TimeProvider time, ILogger<ConsumerHeartbeat> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _beating = Task.CompletedTask;

    /// <summary>Before anything that encrypts starts: registered (committed), then loaded.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await consumers.RegisterAsync(self, cancellationToken).ConfigureAwait(false);
        try
        {
            await rings.RefreshAllAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // A process that cannot start must not be waited for: it would hold every activation until its lease is over.
            await consumers.SignOffAsync(self.Id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        _beating = BeatAsync(_stopping.Token);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After everything that encrypts has stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        await consumers.SignOffAsync(self.Id, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(settings.PollInterval, time);
        var renewed = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    if (time.GetElapsedTime(renewed) >= settings.Lease / 3)
                    {
                        if (!await consumers.RenewLeaseAsync(self.Id, cancellationToken).ConfigureAwait(false))
                            await RegisterAgainAsync(cancellationToken).ConfigureAwait(false);
                        renewed = time.GetTimestamp();
                    }
                    await rings.RefreshAllAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // The rings in memory go on. If it lasts longer than the lease, this process is no longer waited for, and registers
                    // again when the store is back.
                    LogFailed(logger, failure, self.Name);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(logger, self.Name);
        }
    }

    private async Task RegisterAgainAsync(CancellationToken cancellationToken)
    {
        LogUnknown(logger, self.Name);
        rings.ForgetAcknowledgements();
        await consumers.RegisterAsync(self, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(4002, LogLevel.Warning, "The heartbeat of consumer {Consumer} failed; the key rings in memory stay in use")]
    private static partial void LogFailed(ILogger logger, Exception failure, string consumer);

    [LoggerMessage(4003, LogLevel.Warning, "The store does not count consumer {Consumer} any more, or its lease was over; it registers again")]
    private static partial void LogUnknown(ILogger logger, string consumer);

    [LoggerMessage(4004, LogLevel.Debug, "The heartbeat of consumer {Consumer} stopped")]
    private static partial void LogStopped(ILogger logger, string consumer);
}
