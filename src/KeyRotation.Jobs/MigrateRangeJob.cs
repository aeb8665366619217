using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>A node's share of a rotation that another node has in hand. Any number of nodes run it at once.</summary>
public sealed partial class MigrateRangeJob(RangeShare share, ILogger<MigrateRangeJob> logger) : IJob
{
    /// <summary>As every worker stores it.</summary>
    internal static IJobDetail Job { get; } = JobBuilder.Create<MigrateRangeJob>()
        .WithIdentity(JobKeys.Migrate)
        .WithDescription("Takes part in a rotation that another node has in hand")
        .StoreDurably()
        .Build();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (context.MergedJobDataMap.TryGetString(JobKeys.RotationData, out var text) && Guid.TryParse(text, out var id))
            await share.TakePartAsync(new RotationId(id), cancellationToken).ConfigureAwait(false);
        else
            LogUnusable(logger, context.Trigger.Key.Name, text ?? "");
    }

    [LoggerMessage(5004, LogLevel.Error, "Trigger {Trigger} did nothing: the rotation in its data is '{Rotation}', which is no id. It fires once; the rotation goes on without it.")]
    private static partial void LogUnusable(ILogger logger, string trigger, string rotation);
}
