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
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await run.RunAsync(context.MergedJobDataMap.GetString(JobKeys.KeyTypeData) ?? "", cancellationToken).ConfigureAwait(false);
}
