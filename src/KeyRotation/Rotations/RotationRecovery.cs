using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>What an operator does with a rotation that failed.</summary>
public sealed class RotationRecovery(IRotationStore rotations, IClaimStore claims, RotationFailures failures, IScheduleControl schedule)
{
    /// <summary>Sends a failed rotation back to where it stopped, and runs it.</summary>
    /// <returns>The rotation as it stands now; null when it is not failed, or another process has it in hand.</returns>
    public async Task<Rotation?> RetryAsync(RotationId id, string actor, CancellationToken cancellationToken)
    {
        if (await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { State: RotationState.Failed } failed)
            return null;
        if (await claims.TryTakeAsync($"rotation:{failed.KeyType}", cancellationToken).ConfigureAwait(false) is not { } claim)
            return null;
        Rotation retried;
        try
        {
            retried = await failures.RetryAsync(failed, new Fence(claim), actor, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
        await schedule.RunNowAsync(failed.KeyType, cancellationToken).ConfigureAwait(false);
        return retried;
    }
}
