using KeyRotation.Pauses;
using KeyRotation.Rotations;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>Quartz as the engine behind <see cref="IScheduleControl"/>.</summary>
internal sealed class QuartzScheduleControl(ISchedulerFactory schedulers, TimeProvider time) : IScheduleControl
{
    public async Task RunNowAsync(string keyType, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        await PutAsync(scheduler, keyType, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    public async Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        // An earlier firing that somebody asked for meanwhile stays.
        var present = await scheduler.GetTrigger(JobKeys.Again(keyType), cancellationToken).ConfigureAwait(false);
        if (present?.NextFireTimeUtc is { } next && next <= at)
            return;
        await PutAsync(scheduler, keyType, at, cancellationToken).ConfigureAwait(false);
    }

    public async Task ShowPauseAsync(string keyType, Pause? pause, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        var trigger = JobKeys.Window(keyType);
        var isPaused = await scheduler.GetTriggerState(trigger, cancellationToken).ConfigureAwait(false) == TriggerState.Paused;
        if (pause is not null && !isPaused)
            await scheduler.PauseTriggerWith(trigger, new PauseDetails { Reason = pause.Reason, RequestedBy = pause.By }, cancellationToken).ConfigureAwait(false);
        else if (pause is null && isPaused)
            await scheduler.ResumeTrigger(trigger, cancellationToken).ConfigureAwait(false);
    }

    public async Task<DateTimeOffset?> NextRoutineAsync(string keyType, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        return (await scheduler.GetTrigger(JobKeys.Window(keyType), cancellationToken).ConfigureAwait(false))?.NextFireTimeUtc;
    }

    public async Task<ScheduleReport> ReportAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        var failed = await scheduler.QueryTriggers(new TriggerQuery { State = TriggerState.Error }, cancellationToken).ConfigureAwait(false);
        var keys = await scheduler.QueryJobs(new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(JobKeys.Rotations) }, cancellationToken).ConfigureAwait(false);
        var jobs = await scheduler.GetJobDetails([.. keys.Items.Select(job => job.Key)], cancellationToken).ConfigureAwait(false);
        return new ScheduleReport(
            [.. failed.Items.Select(trigger => new FailedTrigger(trigger.Key.Name, trigger.JobKey.Name, JobKeys.KeyTypeOf(trigger.JobKey)))],
            [.. jobs.Where(job => JobKeys.KeyTypeOf(job.Key) is not null).Select(job => new ScheduledJob(job.Key.Name, JobKeys.KeyTypeOf(job.Key)!, JobKeys.KeyTypeIn(job.JobDataMap)))]);
    }

    private async Task PutAsync(IScheduler scheduler, string keyType, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await EnsureJobAsync(scheduler, keyType, cancellationToken).ConfigureAwait(false);
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(JobKeys.Again(keyType))
            .ForJob(JobKeys.Rotate(keyType))
            .StartAt(at)
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A process that serves the API may be asked before the first worker has seeded anything.</summary>
    private static async Task EnsureJobAsync(IScheduler scheduler, string keyType, CancellationToken cancellationToken)
    {
        if (!await scheduler.Exists(JobKeys.Rotate(keyType), cancellationToken).ConfigureAwait(false))
            await scheduler.AddJob(RotateKeyJob.For(keyType), new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
    }
}
