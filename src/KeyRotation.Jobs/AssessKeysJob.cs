using KeyRotation.Rotations;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>Finds due and overdue keys, opens their rotations, and starts again what lost its trigger.</summary>
[DisallowConcurrentExecution]
public sealed class AssessKeysJob(KeyAssessment assessment) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await assessment.RunAsync(cancellationToken).ConfigureAwait(false);
}
