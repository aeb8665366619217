namespace KeyRotation.Rotations;

/// <summary>
/// One firing of a key type's job: opens its rotation if it is due, takes it as far as holds allow, and says when to come back.
/// </summary>
public sealed class RotationRun(
    KeyAssessment assessment, RotationService rotations, RotationRules rules, IRotationStore store, IScheduleControl schedule, TimeProvider time)
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
        var progress = await rotations.RunAsync(keyType, cancellationToken).ConfigureAwait(false);
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
        if (!cancellationToken.IsCancellationRequested && progress is not (RotationProgress.NothingOpen or RotationProgress.InHandElsewhere or RotationProgress.Waiting { Hold: Hold.NoSlot or Hold.Dependency }))
            await CallNextAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A slot may have become free: who waits for one is told, rather than finding out when it looks again.</summary>
    private async Task CallNextAsync(CancellationToken cancellationToken)
    {
        foreach (var waiting in await store.ListOpenAsync(cancellationToken).ConfigureAwait(false))
            if (waiting is { Hold: Hold.NoSlot or Hold.Dependency, State: not RotationState.Failed })
                await schedule.RunNowAsync(waiting.KeyType, cancellationToken).ConfigureAwait(false);
    }
}
