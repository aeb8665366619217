using KeyRotation.Retirement;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>Disables and retires old versions, daily, when the maintenance window opens.</summary>
[DisallowConcurrentExecution]
public sealed class RetireKeysJob(RetirementRun retirement) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await retirement.RunAsync(cancellationToken).ConfigureAwait(false);
}
