using System.Globalization;
using KeyRotation.Migration;
using KeyRotation.Nodes;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>One trigger for each node that has nothing to do; Quartz decides which one takes it.</summary>
internal sealed class QuartzRangeSharing(ISchedulerFactory schedulers, INodeStore nodes, MigrationSettings settings, TimeProvider time) : IRangeSharing
{
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(20);

    public async Task OfferAsync(MigrationWork work, int free, int held, CancellationToken cancellationToken)
    {
        var workers = (await nodes.ListLiveAsync(SeenWithin, cancellationToken).ConfigureAwait(false)).Count(node => node.Roles.Contains(NodeRoles.Worker));
        var wanted = Math.Min(free, workers * settings.RangesPerNode - held);
        if (wanted <= 0)
            return;
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        for (var share = 1; share <= wanted; share++)
            await scheduler.ScheduleTrigger(Trigger(work, share), TriggerConflict.KeepEarlier, cancellationToken).ConfigureAwait(false);
    }

    private ITrigger Trigger(MigrationWork work, int share) =>
        TriggerBuilder.Create(time)
            .WithIdentity(JobKeys.Share(work.KeyType, share))
            .ForJob(JobKeys.Migrate)
            .UsingJobData(JobKeys.RotationData, work.Id.ToString("D", CultureInfo.InvariantCulture))
            .StartNow()
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
}
