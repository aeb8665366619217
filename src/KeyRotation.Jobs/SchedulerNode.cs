using KeyRotation.Rotations;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// Starts this node's scheduler: schedules first, then the scheduler, then one assessment, so that a cluster that slept through
/// its window finds its overdue keys when it wakes. At the stop, running jobs are asked to end at a batch boundary.
/// </summary>
internal sealed class SchedulerNode(ISchedulerFactory schedulers, Schedules schedules, KeyAssessment assessment) : IHostedService
{
    private IScheduler? _scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await schedules.SeedAsync(cancellationToken).ConfigureAwait(false);
        _scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        await _scheduler.Start(cancellationToken).ConfigureAwait(false);
        await assessment.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not null)
            await _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).ConfigureAwait(false);
    }
}
