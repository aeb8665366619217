using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Retirement;

/// <summary>The daily run over all key types. One key type that fails keeps its versions, and the others go on.</summary>
public sealed partial class RetirementRun(RetirementService retirement, KeyTypePolicies policies, PauseBoard pauses, TimeProvider time, ILogger<RetirementRun> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var paused = await pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        foreach (var policy in policies.All)
        {
            if (paused.Of(policy.Name, time.GetUtcNow()) is not null)
                continue;
            try
            {
                await retirement.RunAsync(policy.Name, dryRun: false, Rotation.Scheduler, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(logger, failure, policy.Name);
            }
        }
    }

    [LoggerMessage(2704, LogLevel.Error, "Retirement of versions of {KeyType} failed; they are kept, and the next run tries again")]
    private static partial void LogFailed(ILogger logger, Exception failure, string keyType);
}
