using KeyRotation.Nodes;
using KeyRotation.Rotations;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// Starts this node's scheduler: schedules first, then the scheduler, then one assessment, so that a cluster that slept through
/// its window finds its overdue keys when it wakes. At the stop, running jobs are asked to end at a batch boundary.
/// </summary>
internal sealed class SchedulerNode(ISchedulerFactory schedulers, Schedules schedules, KeyAssessment assessment) : IHostedService, IWorkSwitch
{
    private IScheduler? _scheduler;
    private bool _takesWork = true;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await schedules.SeedAsync(cancellationToken).ConfigureAwait(false);
        _scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        if (!_takesWork)
            return;
        await _scheduler.Start(cancellationToken).ConfigureAwait(false);
        await assessment.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>In standby the scheduler fires nothing; triggers go to the other nodes.</summary>
    public async Task TakeWorkAsync(bool takes, CancellationToken cancellationToken)
    {
        if (takes == _takesWork)
            return;
        _takesWork = takes;
        if (_scheduler is not { } scheduler)
            return;
        if (takes)
            await scheduler.Start(cancellationToken).ConfigureAwait(false);
        else
            await scheduler.Standby(cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not null)
            await _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).ConfigureAwait(false);
    }
}
