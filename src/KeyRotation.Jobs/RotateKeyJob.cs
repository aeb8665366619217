using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// Advances one key type's rotation as far as holds allow. Durable, one per key type. Not concurrent as far as Quartz can say;
/// what keeps a second run out is the rotation's claim.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class RotateKeyJob(RotationRun run, ILogger<RotateKeyJob> logger) : IJob
{
    /// <summary>The job of a key type, as every process stores it.</summary>
    internal static IJobDetail For(string keyType) =>
        JobBuilder.Create<RotateKeyJob>()
            .WithIdentity(JobKeys.Rotate(keyType))
            .WithDescription($"Rotates {keyType} when it is due")
            .UsingJobData(JobKeys.KeyTypeData, keyType)
            .StoreDurably()
            .RequestRecovery()
            .Build();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var keyType = JobKeys.KeyTypeIn(context.MergedJobDataMap);
        // Thrown, it would be a failure like any other, which a later firing may mend: this one mends nothing by being run again.
        if (keyType is null || !await run.RunAsync(keyType, cancellationToken).ConfigureAwait(false))
            LogUnusable(logger, context.JobDetail.Key.Name, keyType ?? "");
    }

    [LoggerMessage(5002, LogLevel.Error, "Job {Job} did nothing: the key type in its data is '{KeyType}', which this node's configuration does not have. A worker writes the job's data anew at its start; a key type of your own must be configured on every node.")]
    private static partial void LogUnusable(ILogger logger, string job, string keyType);
}
