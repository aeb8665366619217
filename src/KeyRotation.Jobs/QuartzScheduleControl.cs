using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>Quartz as the engine behind <see cref="IScheduleControl"/>.</summary>
internal sealed partial class QuartzScheduleControl(ISchedulerFactory schedulers, ClockGuard clock, TimeProvider time, ILogger<QuartzScheduleControl> logger) : IScheduleControl
{
    private static readonly TimeSpan InterruptedWithin = TimeSpan.FromSeconds(5);

    private IScheduler? _scheduler;

    public async Task RunNowAsync(string keyType, CancellationToken cancellationToken)
    {
        if (Rehearsal.IsOn)
            return;
        var scheduler = await SchedulerAsync(cancellationToken).ConfigureAwait(false);
        await PutAsync(scheduler, keyType, time.GetUtcNow(), TriggerConflict.Replace, cancellationToken).ConfigureAwait(false);
    }

    public async Task TakeOverAsync(string keyType, CancellationToken cancellationToken)
    {
        if (Rehearsal.IsOn)
            return;
        var scheduler = await SchedulerAsync(cancellationToken).ConfigureAwait(false);
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(JobKeys.TakeOverOf(keyType))
            .ForJob(JobKeys.TakeOver)
            .UsingJobData(JobKeys.KeyTypeData, keyType)
            .StartAt(time.GetUtcNow() - clock.Skew)
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, cancellationToken).ConfigureAwait(false);
    }

    public async Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (Rehearsal.IsOn)
            return;
        var scheduler = await SchedulerAsync(cancellationToken).ConfigureAwait(false);
        // Decided by the store, under its lock: an earlier firing that somebody asks for meanwhile stays, or an emergency would wait until tomorrow.
        await PutAsync(scheduler, keyType, at, TriggerConflict.KeepEarlier, cancellationToken).ConfigureAwait(false);
    }

    public async Task ShowPauseAsync(string keyType, Pause? pause, CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken).ConfigureAwait(false);
        var trigger = JobKeys.Window(keyType);
        var isPaused = await scheduler.GetTriggerState(trigger, cancellationToken).ConfigureAwait(false) == TriggerState.Paused;
        var details = pause is null ? null : new PauseDetails { Reason = Shown(pause.Reason, PauseDetails.MaxReasonLength), RequestedBy = Shown(pause.By, PauseDetails.MaxRequestedByLength) };
        // Quartz keeps the first pause's reason where another follows. It may fire in between: the store's pause holds the rotation all the same.
        if (isPaused && (details is null || await IsAnotherAsync(scheduler, trigger, details, cancellationToken).ConfigureAwait(false)))
        {
            await scheduler.ResumeTrigger(trigger, cancellationToken).ConfigureAwait(false);
            isPaused = false;
        }
        if (details is not null && !isPaused)
            await scheduler.PauseTriggerWith(trigger, details, cancellationToken).ConfigureAwait(false);
    }

    public async Task FreeFailedAsync(CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken).ConfigureAwait(false);
        var failed = await scheduler.QueryTriggers(new TriggerQuery { State = TriggerState.Error }, cancellationToken).ConfigureAwait(false);
        foreach (var trigger in failed.Items)
        {
            await scheduler.ResetTriggerFromErrorState(trigger.Key, cancellationToken).ConfigureAwait(false);
            LogFreed(logger, trigger.Key.Name, trigger.JobKey.Name);
        }
    }

    public async Task<ScheduleReport> ReportAsync(CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken).ConfigureAwait(false);
        var failed = await scheduler.QueryTriggers(new TriggerQuery { State = TriggerState.Error }, cancellationToken).ConfigureAwait(false);
        var keys = await scheduler.QueryJobs(new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(JobKeys.Rotations) }, cancellationToken).ConfigureAwait(false);
        var jobs = await scheduler.GetJobDetails([.. keys.Items.Select(job => job.Key)], cancellationToken).ConfigureAwait(false);
        return new ScheduleReport(
            [.. failed.Items.Select(trigger => new FailedTrigger(trigger.Key.Name, trigger.JobKey.Name, JobKeys.KeyTypeOf(trigger.JobKey)))],
            [.. jobs.Where(job => JobKeys.KeyTypeOf(job.Key) is not null).Select(job => new ScheduledJob(job.Key.Name, JobKeys.KeyTypeOf(job.Key)!, JobKeys.KeyTypeIn(job.JobDataMap)))]);
    }

    private static async Task<bool> IsAnotherAsync(IScheduler scheduler, TriggerKey trigger, PauseDetails details, CancellationToken cancellationToken)
    {
        var shown = await scheduler.GetTriggerPause(trigger, cancellationToken).ConfigureAwait(false);
        return shown?.Reason != details.Reason || shown?.RequestedBy != details.RequestedBy;
    }

    /// <summary>As Quartz keeps it: cut, and nothing where it is blank.</summary>
    private static string? Shown(string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Length <= longest ? text : text[..longest];

    /// <exception cref="OperationCanceledException">This node's scheduler has stopped: the firing that asks is run again elsewhere.</exception>
    private async Task<IScheduler> SchedulerAsync(CancellationToken cancellationToken)
    {
        // Kept: asked again once it has stopped, the factory has none to give.
        _scheduler ??= await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        // It interrupts its jobs in a moment: one that threw before that would be a failure, and not be run again elsewhere.
        if (_scheduler.Status is SchedulerStatus.ShuttingDown)
            await Task.Delay(InterruptedWithin, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return _scheduler.Status is SchedulerStatus.Shutdown or SchedulerStatus.ShuttingDown
            ? throw new OperationCanceledException("The scheduler of this node has stopped.", cancellationToken)
            : _scheduler;
    }

    private async Task PutAsync(IScheduler scheduler, string keyType, DateTimeOffset at, TriggerConflict conflict, CancellationToken cancellationToken)
    {
        await EnsureJobAsync(scheduler, keyType, cancellationToken).ConfigureAwait(false);
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(JobKeys.Again(keyType))
            .ForJob(JobKeys.Rotate(keyType))
            // By the database's clock, on which all nodes agree: one whose own is ahead would put it off for all.
            .StartAt(at - clock.Skew)
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(trigger, conflict, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A process that serves the API may be asked before the first worker has seeded anything.</summary>
    private static async Task EnsureJobAsync(IScheduler scheduler, string keyType, CancellationToken cancellationToken)
    {
        if (!await scheduler.Exists(JobKeys.Rotate(keyType), cancellationToken).ConfigureAwait(false))
            await scheduler.AddJob(RotateKeyJob.For(keyType), new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(5003, LogLevel.Warning, "Trigger {Trigger} of job {Job} was in state ERROR and is set going again")]
    private static partial void LogFreed(ILogger logger, string trigger, string job);
}
