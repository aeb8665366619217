using KeyRotation.Claims;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>
/// One firing of a key type's job: opens its rotation if it is due, takes it as far as holds allow, and says when to come back.
/// </summary>
public sealed partial class RotationRun(
    KeyAssessment assessment, RotationService rotations, RotationRules rules, IRotationStore store, IScheduleControl schedule, TimeProvider time, ILogger<RotationRun> logger)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    /// <returns>False: this node's configuration has no such key type, and nothing was done.</returns>
    public async Task<bool> RunAsync(string keyType, CancellationToken cancellationToken)
    {
        if (rules.Policies.Find(keyType) is null)
            return false;
        try
        {
            await AdvanceAsync(keyType, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A claim lost, a store away for long: whatever it was, the rotation must not lose its trigger with it.
            await schedule.RunAtAsync(keyType, time.GetUtcNow() + LookAgainAfter, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task AdvanceAsync(string keyType, CancellationToken cancellationToken)
    {
        await assessment.OpenDueAsync(keyType, cancellationToken).ConfigureAwait(false);
        var progress = await TakeFurtherAsync(keyType, cancellationToken).ConfigureAwait(false);
        var again = progress switch
        {
            RotationProgress.Waiting waiting => waiting.Until,
            RotationProgress.RetryScheduled retry => retry.At,
            // Its holder may have been killed: look again when its claim would have expired.
            RotationProgress.InHandElsewhere => time.GetUtcNow() + LookAgainAfter,
            _ => (DateTimeOffset?)null,
        };
        if (again is { } at)
            await schedule.RunAtAsync(keyType, at, cancellationToken).ConfigureAwait(false);
        // What only looked has freed nothing; told of itself, it would look again and again without a pause.
        if (!cancellationToken.IsCancellationRequested && progress is not (RotationProgress.NothingOpen or RotationProgress.InHandElsewhere or RotationProgress.Waiting { Hold: Hold.NoSlot or Hold.Dependency or Hold.Preempted }))
            await CallNextAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<RotationProgress> TakeFurtherAsync(string keyType, CancellationToken cancellationToken)
    {
        try
        {
            return await rotations.RunAsync(keyType, cancellationToken).ConfigureAwait(false);
        }
        catch (ClaimLostException lost)
        {
            // An emergency took over or took the slot, or this process was stopped for long: it goes on with whoever has it.
            LogLost(logger, keyType, lost.Message);
            return new RotationProgress.InHandElsewhere();
        }
    }

    /// <summary>A slot may have become free: who waits for one is told, rather than finding out when it looks again.</summary>
    private async Task CallNextAsync(CancellationToken cancellationToken)
    {
        foreach (var waiting in await store.ListOpenAsync(cancellationToken).ConfigureAwait(false))
            if (waiting is { Hold: Hold.NoSlot or Hold.Dependency or Hold.Preempted, State: not RotationState.Failed })
                await schedule.RunNowAsync(waiting.KeyType, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(2010, LogLevel.Warning, "{KeyType}: this node works on the rotation no more. {Reason}")]
    private static partial void LogLost(ILogger logger, string keyType, string reason);
}
