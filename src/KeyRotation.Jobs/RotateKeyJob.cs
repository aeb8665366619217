using KeyRotation.Rotations;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>
/// Advances one key type's rotation as far as holds allow. Durable, one per key type. Not concurrent as far as Quartz can say;
/// what keeps a second run out is the rotation's claim.
/// </summary>
[DisallowConcurrentExecution]
public sealed class RotateKeyJob(RotationRun run) : IJob
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

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await run.RunAsync(context.MergedJobDataMap.GetString(JobKeys.KeyTypeData) ?? "", cancellationToken).ConfigureAwait(false);
}
