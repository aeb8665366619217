using KeyRotation.Consumers;
using KeyRotation.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Client;

/// <summary>
/// Registers this process as a consumer before it loads a ring, keeps its lease, follows the key rings' epochs once a second and
/// whenever the store says that one moved, reports what the keys are used for, and signs off when the process stops.
/// </summary>
public sealed partial class ConsumerHeartbeat : IHostedLifecycleService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly IConsumerStore _consumers;
    private readonly IConsumerUsage _reports;
    private readonly IStoreSignals _signals;
    private readonly StoreKeyRings _rings;
    private readonly UsageLedger _usage;
    private readonly RingInstruments _instruments;
    private readonly Consumer _self;
    private readonly ConsumerSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<ConsumerHeartbeat> _logger;
    private readonly Pulse _pulse;
    private Task _beating = Task.CompletedTask;
    private Task _listening = Task.CompletedTask;
    private long _renewed;
    private Outage? _outage;

    internal ConsumerHeartbeat(
        IConsumerStore consumers, IConsumerUsage reports, IStoreSignals signals, StoreKeyRings rings, UsageLedger usage, RingInstruments instruments,
        Consumer self, ConsumerSettings settings, ILogger<ConsumerHeartbeat> logger)
    {
        _consumers = consumers;
        _reports = reports;
        _signals = signals;
        _rings = rings;
        _usage = usage;
        _instruments = instruments;
        _self = self;
        _settings = settings;
        _time = settings.Time;
        _logger = logger;
        _pulse = new Pulse(settings.PollInterval, settings.Time);
    }

    /// <summary>Before anything that encrypts starts: registered (committed), then loaded.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await _consumers.RegisterAsync(_self, _settings.MaxOffline, cancellationToken).ConfigureAwait(false);
        _renewed = _time.GetTimestamp();
        try
        {
            await _rings.RefreshAllAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // A process that cannot start must not be waited for: it would hold every activation until its lease is over.
            await _consumers.SignOffAsync(_self.Id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        _beating = BeatAsync(_stopping.Token);
        _listening = _signals.ListenAsync(StoreSignal.Epoch, _pulse.Beat, _stopping.Token);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After everything that encrypts has stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await EndAsync().ConfigureAwait(false);
        _rings.End();
        await ReportAsync(cancellationToken).ConfigureAwait(false);
        if (_rings.IsInUse)
        {
            // To sign off is to say that nothing more is written. Somebody still could: the lease will tell.
            LogInUse(_logger, _self.Name, _settings.Lease.TotalSeconds);
            return;
        }
        await _consumers.SignOffAsync(_self.Id, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _pulse.Dispose();
        _stopping.Dispose();
    }

    private async Task EndAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _pulse.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    await BeatOnceAsync(cancellationToken).ConfigureAwait(false);
                    EndOutage();
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    // The rings in memory go on. If it lasts longer than the lease, this process is no longer waited for, and registers
                    // again when the store is back.
                    Note(failure);
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(_logger, _self.Name);
        }
    }

    /// <summary>The lease first: registered again, it looks into the store before it says what it holds.</summary>
    private async Task BeatOnceAsync(CancellationToken cancellationToken)
    {
        if (_time.GetElapsedTime(_renewed) >= _settings.HeartbeatInterval)
        {
            await KeepLeaseAsync(cancellationToken).ConfigureAwait(false);
            await ReportAsync(cancellationToken).ConfigureAwait(false);
        }
        await _rings.PollAsync(cancellationToken).ConfigureAwait(false);
        if (_rings.TakeForgotten())
        {
            // A store that was restored: activations wait for this process only once it is registered there, so not until the next heartbeat.
            await KeepLeaseAsync(cancellationToken).ConfigureAwait(false);
            await _rings.PollAsync(cancellationToken).ConfigureAwait(false);
        }
        // The version is needed: it is to be readable again within a second or two, not with the next heartbeat.
        if (_usage.HasUnreportedAttempts)
            await ReportAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task KeepLeaseAsync(CancellationToken cancellationToken)
    {
        if (!await _consumers.RenewLeaseAsync(_self.Id, cancellationToken).ConfigureAwait(false))
            await RegisterAgainAsync(cancellationToken).ConfigureAwait(false);
        _renewed = _time.GetTimestamp();
    }

    private async Task RegisterAgainAsync(CancellationToken cancellationToken)
    {
        LogUnknown(_logger, _self.Name);
        _rings.ForgetAcknowledgements();
        _usage.ForgetReports();
        await _consumers.RegisterAsync(_self, _settings.MaxOffline, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var reports = _usage.Unreported();
        if (reports.Count == 0)
            return;
        await _reports.ReportAsync(_self.Id, reports, cancellationToken).ConfigureAwait(false);
        _usage.Reported(reports);
    }

    /// <summary>Once for each kind of failure in an outage: a poll a second would fill the log with one and the same line.</summary>
    private void Note(Exception failure)
    {
        _instruments.RefreshFailed();
        _outage ??= new Outage(_time.GetTimestamp(), []);
        if (_outage.Kinds.Add(failure.GetType()))
            LogFailed(_logger, failure, _self.Name);
    }

    private void EndOutage()
    {
        if (_outage is null)
            return;
        LogRecovered(_logger, _self.Name, _time.GetElapsedTime(_outage.Began).TotalSeconds);
        _outage = null;
    }

    private sealed record Outage(long Began, HashSet<Type> Kinds);

    [LoggerMessage(4002, LogLevel.Warning, "The heartbeat of consumer {Consumer} failed; the key rings in memory stay in use, and it goes on trying")]
    private static partial void LogFailed(ILogger logger, Exception failure, string consumer);

    [LoggerMessage(4003, LogLevel.Warning, "The store does not count consumer {Consumer} any more, or its lease was over; it registers again")]
    private static partial void LogUnknown(ILogger logger, string consumer);

    [LoggerMessage(4004, LogLevel.Debug, "The heartbeat of consumer {Consumer} stopped")]
    private static partial void LogStopped(ILogger logger, string consumer);

    [LoggerMessage(4005, LogLevel.Information, "The heartbeat of consumer {Consumer} works again after {Seconds:0} s")]
    private static partial void LogRecovered(ILogger logger, string consumer, double seconds);

    [LoggerMessage(4006, LogLevel.Warning, "Consumer {Consumer} stops while a key ring is still in use, so it does not sign off: activations wait for it until its lease is over, {Seconds:0} s at most")]
    private static partial void LogInUse(ILogger logger, string consumer, double seconds);
}
