using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>
/// Starts emergencies that nobody has in hand: the process that opened one may have died before it could ask for a run, and an hourly
/// assessment is too late for it.
/// </summary>
public sealed class EmergencyWatch(IRotationStore rotations, IClaimStore claims, IScheduleControl schedule)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var rotation in await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false))
            if (rotation is { Priority: RotationPriority.Emergency, State: RotationState.Scheduled, NextAttemptAt: null }
                && (await claims.ListHeldAsync(RotationClaim.Of(rotation.KeyType), cancellationToken).ConfigureAwait(false)).Count == 0)
                await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
    }
}
