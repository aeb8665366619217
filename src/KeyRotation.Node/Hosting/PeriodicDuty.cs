using KeyRotation.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Something that a process does again and again while it runs. A failure is said once, and again when it is over, not each time.
/// </summary>
internal abstract partial class PeriodicDuty(string name, TimeSpan interval, ILogger logger) : BackgroundService
{
    private readonly Pulse _pulse = new(interval, TimeProvider.System);
    private bool _isFailing;

    public override void Dispose()
    {
        _pulse.Dispose();
        base.Dispose();
    }

    /// <summary>The next round is now.</summary>
    protected void WakeUp() => _pulse.Beat();

    protected abstract Task RunOnceAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
            await TryAsync(stoppingToken).ConfigureAwait(false);
        while (await NextBeatAsync(stoppingToken).ConfigureAwait(false));
    }

    protected async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            if (_isFailing)
                LogRecovered(logger, name);
            _isFailing = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing)
                LogFailed(logger, failure, name);
            _isFailing = true;
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task<bool> NextBeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _pulse.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "{Duty} failed; it is tried again, and said when it goes on")]
    private static partial void LogFailed(ILogger logger, Exception failure, string duty);

    [LoggerMessage(1002, LogLevel.Information, "{Duty} goes on")]
    private static partial void LogRecovered(ILogger logger, string duty);
}
