using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// Goes on with a rotation whose holder is gone. The key type's own job would wait until Quartz, too, has found the node dead: the claim
/// was over long before.
/// </summary>
public sealed partial class TakeOverJob(RotationRun run, ILogger<TakeOverJob> logger) : IJob
{
    /// <summary>As every worker stores it.</summary>
    internal static IJobDetail Job { get; } = JobBuilder.Create<TakeOverJob>()
        .WithIdentity(JobKeys.TakeOver)
        .WithDescription("Goes on with a rotation that nobody works on")
        .StoreDurably()
        .Build();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var keyType = JobKeys.KeyTypeIn(context.MergedJobDataMap);
        if (keyType is null || !await run.RunAsync(keyType, cancellationToken).ConfigureAwait(false))
            LogUnusable(logger, context.Trigger.Key.Name, keyType ?? "");
    }

    [LoggerMessage(5005, LogLevel.Error, "Trigger {Trigger} did nothing: the key type in its data is '{KeyType}', which this node's configuration does not have. It fires once; a node that has the key type asks again.")]
    private static partial void LogUnusable(ILogger logger, string trigger, string keyType);
}
