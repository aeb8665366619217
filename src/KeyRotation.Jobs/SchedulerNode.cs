using KeyRotation.Nodes;
using KeyRotation.Rotations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// Starts this node's scheduler: schedules first, then the scheduler, then one assessment, so that a cluster that slept through
/// its window finds its overdue keys when it wakes. At the stop, running jobs are asked to end at a batch boundary.
/// </summary>
internal sealed partial class SchedulerNode(ISchedulerFactory schedulers, Schedules schedules, KeyAssessment assessment, ILogger<SchedulerNode> logger) : IHostedLifecycleService, IWorkSwitch, IDisposable
{
    private readonly SemaphoreSlim _switching = new(1, 1);
    private IScheduler? _scheduler;
    private bool _wanted = true;
    private bool _isFiring;
    private bool _hasAssessed;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>When all else has started, the API's address included: a node that cannot start takes no work.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        try
        {
            await schedules.SeedAsync(cancellationToken).ConfigureAwait(false);
            _scheduler = scheduler;
            await TrySwitchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // A start that was broken off is not stopped by the host: a scheduler left behind would go on firing, and keep the process.
            _scheduler = null;
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>In standby the scheduler fires nothing; triggers go to the other nodes.</summary>
    public Task TakeWorkAsync(bool takes, CancellationToken cancellationToken)
    {
        _wanted = takes;
        return SwitchAsync(cancellationToken);
    }

    /// <summary>A store that is away for a moment does not end a node whose schedules stand: its check-ins make up for what failed.</summary>
    private async Task TrySwitchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SwitchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogPutOff(logger, failure);
        }
    }

    /// <summary>What is wanted is brought about here; a switch or a first assessment that failed is tried again at the next check-in.</summary>
    private async Task SwitchAsync(CancellationToken cancellationToken)
    {
        await _switching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_scheduler is not { } scheduler)
                return;
            if (_wanted && !_isFiring)
                await scheduler.Start(cancellationToken).ConfigureAwait(false);
            else if (!_wanted && _isFiring)
                await scheduler.Standby(cancellationToken).ConfigureAwait(false);
            _isFiring = _wanted;
            if (!_isFiring || _hasAssessed)
                return;
            await assessment.RunAsync(cancellationToken).ConfigureAwait(false);
            _hasAssessed = true;
        }
        finally
        {
            _switching.Release();
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not null)
            await _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _switching.Dispose();

    [LoggerMessage(5006, LogLevel.Warning, "The scheduler's start, or its first assessment, failed; the next check-in tries it again")]
    private static partial void LogPutOff(ILogger logger, Exception failure);
}
