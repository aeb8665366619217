namespace KeyRotation.Rotations;

/// <summary>Runs open rotations at once, on somebody's word.</summary>
public sealed class RotationExecution(IRotationStore rotations, IScheduleControl schedule, TimeProvider time)
{
    /// <summary>Runs an open rotation now, outside the maintenance window too.</summary>
    public async Task ExecuteAsync(Rotation rotation, string requestedBy, CancellationToken cancellationToken)
    {
        if (!rotation.OutsideWindow)
            await rotations.AllowOutsideWindowAsync(rotation.Id, RotationEvents.Executed(rotation, time.GetUtcNow(), requestedBy), cancellationToken).ConfigureAwait(false);
        await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
    }
}
