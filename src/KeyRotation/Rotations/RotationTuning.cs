namespace KeyRotation.Rotations;

/// <summary>Live changes of a rotation: how many rows a batch has, and how many a second are migrated. The next batch follows them.</summary>
public sealed class RotationTuning(IRotationStore rotations, TimeProvider time)
{
    /// <param name="id">An open rotation.</param>
    /// <param name="adjustments">What is changed; what is null stays as it is.</param>
    /// <param name="actor">A user.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    public async Task<Reply<Rotation>> TuneAsync(RotationId id, RetryAdjustments adjustments, string actor, CancellationToken cancellationToken)
    {
        if (adjustments.Problem is { } problem)
            return problem;
        if (await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } rotation)
            return Refusals.NoSuchRotation(id.ToString());
        if (!rotation.IsOpen)
            return Refusals.Ended(rotation);
        var next = adjustments.ApplyTo(rotation);
        if (next == rotation)
            return rotation;
        try
        {
            await rotations.AdjustAsync(rotation, next, RotationEvents.Adjusted(next, time.GetUtcNow(), actor), cancellationToken).ConfigureAwait(false);
            return next;
        }
        catch (RotationEndedException)
        {
            return Refusals.Ended(await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? rotation);
        }
    }
}
