namespace KeyRotation.Rotations;

/// <summary>Runs open rotations at once, on somebody's word.</summary>
public sealed class RotationExecution(IRotationStore rotations, IScheduleControl schedule, TimeProvider time)
{
    /// <summary>Runs an open rotation now, outside the maintenance window too. A pause holds it all the same.</summary>
    public async Task<Reply<Rotation>> ExecuteAsync(RotationId id, string requestedBy, CancellationToken cancellationToken)
    {
        if (await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } rotation)
            return Refusals.NoSuchRotation(id.ToString());
        if (!rotation.IsOpen)
            return Refusals.Ended(rotation);
        if (rotation.State == RotationState.Failed)
            return Refusals.Failed(rotation);
        try
        {
            if (!rotation.OutsideWindow)
                await rotations.AllowOutsideWindowAsync(id, RotationEvents.Executed(rotation, time.GetUtcNow(), requestedBy), cancellationToken).ConfigureAwait(false);
        }
        catch (RotationEndedException)
        {
            return Refusals.Ended(await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? rotation);
        }
        await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return rotation with { OutsideWindow = true };
    }

    /// <summary>Runs the key type's open rotation now. Without one nothing is opened: the same command sent twice must not rotate twice.</summary>
    public async Task<Reply<Rotation>> ExecuteAsync(string keyType, string requestedBy, CancellationToken cancellationToken) =>
        await rotations.FindOpenAsync(keyType, cancellationToken).ConfigureAwait(false) is { } open
            ? await ExecuteAsync(open.Id, requestedBy, cancellationToken).ConfigureAwait(false)
            : Refusals.NothingOpen(keyType);
}
