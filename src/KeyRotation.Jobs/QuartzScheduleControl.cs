using KeyRotation.Rotations;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>Quartz as the engine behind <see cref="IScheduleControl"/>.</summary>
internal sealed class QuartzScheduleControl(ISchedulerFactory schedulers, TimeProvider time) : IScheduleControl
{
    public Task RunNowAsync(string keyType, CancellationToken cancellationToken) =>
        RunAtAsync(keyType, time.GetUtcNow(), cancellationToken);

    public async Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(JobKeys.Again(keyType))
            .ForJob(JobKeys.Rotate(keyType))
            .StartAt(at)
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken).ConfigureAwait(false);
    }
}
