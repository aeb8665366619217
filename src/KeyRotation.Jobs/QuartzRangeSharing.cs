using System.Globalization;
using KeyRotation.Rotations;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// A trigger that this node puts for itself: the scheduler that stores one looks at once, so it is the first to find it. Where another
/// one does, that node takes the share.
/// </summary>
internal sealed class QuartzRangeSharing(ISchedulerFactory schedulers, QuartzStore store, TimeProvider time) : IRangeSharing
{
    public async Task TakePartAsync(RotationId rotation, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(JobKeys.Share(store.InstanceId))
            .ForJob(JobKeys.Migrate)
            .UsingJobData(JobKeys.RotationData, rotation.Value.ToString("D", CultureInfo.InvariantCulture))
            .StartNow()
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, cancellationToken).ConfigureAwait(false);
    }
}
