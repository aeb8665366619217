using KeyRotation.Claims;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using Microsoft.Extensions.Logging;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// All schedules of the product. Every node seeds them at its start, one after the other under a claim: nodes that seed at the
/// same moment have deadlocked in Quartz's tables.
/// </summary>
internal sealed partial class Schedules(
    ISchedulerFactory schedulers, IClaimStore claims, KeyTypePolicies policies, MaintenanceWindow window, ScheduleSettings settings, ClockGuard clock, TimeProvider time, ILogger<Schedules> logger)
{
    private const string SeedingClaim = "schedules";
    private static readonly TimeSpan ClaimPoll = TimeSpan.FromMilliseconds(200);

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        Claim? claim;
        while ((claim = await claims.TryTakeAsync(SeedingClaim, cancellationToken).ConfigureAwait(false)) is null)
            await Task.Delay(ClaimPoll, time, cancellationToken).ConfigureAwait(false);
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
            foreach (var policy in policies.All)
                await SeedRotationAsync(scheduler, policy.Name, cancellationToken).ConfigureAwait(false);
            await scheduler.AddJob(MigrateRangeJob.Job, new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
            await scheduler.AddJob(TakeOverJob.Job, new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
            await SeedAssessmentAsync(scheduler, cancellationToken).ConfigureAwait(false);
            await SeedRetirementAsync(scheduler, cancellationToken).ConfigureAwait(false);
            LogSeeded(logger, policies.All.Count, window.ToCron());
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>One durable job per key type, fired when the maintenance window opens; a slot missed in the window is made up for.</summary>
    private async Task SeedRotationAsync(IScheduler scheduler, string keyType, CancellationToken cancellationToken)
    {
        var job = RotateKeyJob.For(keyType);
        await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
        await PutAsync(scheduler, JobKeys.Window(keyType), job.Key, window.ToCron(), "Opens the maintenance window for this key type", cancellationToken).ConfigureAwait(false);
    }

    private async Task SeedAssessmentAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<AssessKeysJob>()
            .WithIdentity(JobKeys.Assess)
            .WithDescription("Finds due and overdue keys")
            .StoreDurably()
            .Build();
        await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
        // By the database's clock, on which all nodes agree.
        var first = time.GetUtcNow() - clock.Skew + settings.CheckInterval;
        // A start that put it off would, often enough, never let it fire; one that a node whose clock was wrong put off is put right.
        if (await scheduler.GetTrigger(JobKeys.AssessHourly, cancellationToken).ConfigureAwait(false) is ISimpleTrigger present
            && present.RepeatInterval == settings.CheckInterval && present.NextFireTimeUtc <= first)
            return;
        var interval = TriggerBuilder.Create(time)
            .WithIdentity(JobKeys.AssessHourly)
            .ForJob(JobKeys.Assess)
            .WithDescription("Every check interval")
            .StartAt(first)
            .WithSimpleSchedule(schedule => schedule.WithInterval(settings.CheckInterval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        // Also where detection is disabled: it then opens nothing, and still starts again what lost its trigger.
        await scheduler.ScheduleTrigger(interval, TriggerConflict.Replace, cancellationToken).ConfigureAwait(false);
    }

    private async Task SeedRetirementAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<RetireKeysJob>()
            .WithIdentity(JobKeys.Retire)
            .WithDescription("Disables and retires old key versions")
            .StoreDurably()
            .Build();
        await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
        await PutAsync(scheduler, JobKeys.RetireDaily, job.Key, window.ToCron(), "Opens the maintenance window for the retirement of old versions", cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsync(IScheduler scheduler, TriggerKey key, JobKey job, string cron, string description, CancellationToken cancellationToken)
    {
        if (!settings.Enabled)
        {
            await scheduler.UnscheduleJob(key, cancellationToken).ConfigureAwait(false);
            return;
        }
        // A trigger that stands as it should is left alone: replacing it would forget the slot that was missed while all nodes were down.
        if (await scheduler.GetTrigger(key, cancellationToken).ConfigureAwait(false) is ICronTrigger present && present.CronExpressionString == cron)
            return;
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(key)
            .ForJob(job)
            .WithDescription(description)
            .WithCronSchedule(cron, schedule => schedule.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(5001, LogLevel.Information, "Schedules seeded: {KeyTypes} key types at {Cron} UTC")]
    private static partial void LogSeeded(ILogger logger, int keyTypes, string cron);
}
