using KeyRotation.Pauses;

namespace KeyRotation.Rotations;

/// <summary>Runs open rotations at once, on somebody's word.</summary>
public sealed class RotationExecution(IRotationStore rotations, RotationRules rules, PauseBoard pauses, IScheduleControl schedule, TimeProvider time)
{
    /// <summary>Runs an open rotation now, outside the maintenance window too, and without the wait for its next attempt. A pause holds it all the same.</summary>
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
            if (!rotation.OutsideWindow || rotation.NextAttemptAt is not null)
                await rotations.AllowOutsideWindowAsync(id, RotationEvents.Executed(rotation, time.GetUtcNow(), requestedBy), cancellationToken).ConfigureAwait(false);
        }
        catch (RotationEndedException)
        {
            return Refusals.Ended(await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? rotation);
        }
        await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return await AsItWillStandAsync(rotation with { OutsideWindow = true, NextAttemptAt = null, Hold = null, HoldDetail = null, HoldUntil = null }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the key type's open rotation now. Without one nothing is opened: the same command sent twice must not rotate twice.</summary>
    public async Task<Reply<Rotation>> ExecuteAsync(string keyType, string requestedBy, CancellationToken cancellationToken) =>
        await rotations.FindOpenAsync(keyType, cancellationToken).ConfigureAwait(false) is { } open
            ? await ExecuteAsync(open.Id, requestedBy, cancellationToken).ConfigureAwait(false)
            : Refusals.NothingOpen(keyType);

    /// <summary>With what holds it all the same: who executes what is paused learns so at once.</summary>
    private async Task<Rotation> AsItWillStandAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        await pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return rules.HoldOf(rotation, time.GetUtcNow()) is { } hold
            ? rotation with { Hold = hold.Hold, HoldDetail = hold.Detail, HoldUntil = hold.Until }
            : rotation;
    }
}
