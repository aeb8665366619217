using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Keys;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>Sends a failed rotation back to its predecessor, on somebody's word (docs/cluster.md, "Rollback").</summary>
public sealed partial class RotationRollback(
    IRotationStore rotations, IKeyStore keys, IClaimStore claims, IScheduleControl schedule, TimeProvider time, ILogger<RotationRollback> logger)
{
    /// <summary>Begins the rollback and runs it. One that is under way, or has ended, is answered as it stands: the command may be sent twice.</summary>
    /// <param name="id">The rotation.</param>
    /// <param name="reason">For people.</param>
    /// <param name="actor">A user.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    public async Task<Reply<Rotation>> RollBackAsync(RotationId id, string reason, string actor, CancellationToken cancellationToken)
    {
        var reply = await BeginAsync(id, new RollbackOrder(actor, reason, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        if (!reply.IsRefused && reply.Value.IsOpen)
            await schedule.RunNowAsync(reply.Value.KeyType, cancellationToken).ConfigureAwait(false);
        return reply;
    }

    private async Task<Reply<Rotation>> BeginAsync(RotationId id, RollbackOrder order, CancellationToken cancellationToken)
    {
        if (await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } seen)
            return Refusals.NoSuchRotation(id.ToString());
        if (await DecideAsync(seen, cancellationToken).ConfigureAwait(false) is { } decided)
            return decided;
        if (await claims.TryTakeAsync(RotationClaim.Of(seen.KeyType), cancellationToken).ConfigureAwait(false) is not { } claim)
            return await InHandAsync(id, cancellationToken).ConfigureAwait(false);
        try
        {
            // Read again: it may have moved between our first look and the claim.
            var rotation = await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new RotationEndedException(id);
            return await DecideAsync(rotation, cancellationToken).ConfigureAwait(false) ?? await BeginAsync(rotation, new Fence(claim), order, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <returns>The answer where nothing is to be changed; null where the rollback is to begin.</returns>
    private async Task<Reply<Rotation>?> DecideAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        if (rotation.State is RotationState.RollingBack or RotationState.RolledBack)
            return rotation;
        var versions = await keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        if (RollbackRules.RefusalOf(rotation, versions) is { } refusal)
            return refusal;
        return null;
    }

    /// <summary>The same command may have been sent twice, and the first be the one that has it in hand.</summary>
    private async Task<Reply<Rotation>> InHandAsync(RotationId id, CancellationToken cancellationToken)
    {
        var rotation = await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new RotationEndedException(id);
        return rotation.State is RotationState.RollingBack or RotationState.RolledBack ? rotation : Refusals.InHand(rotation);
    }

    private async Task<Reply<Rotation>> BeginAsync(Rotation failed, Fence fence, RollbackOrder order, CancellationToken cancellationToken)
    {
        // It waits for neither the window nor its time, as what somebody executes; a pause holds it.
        var next = failed.MovedTo(RotationState.RollingBack) with { Rollback = order, OutsideWindow = true, PropagatingSince = order.At };
        AuditEvent[] events = [RotationEvents.RollbackStarted(failed, next, order), RotationEvents.SweepsForgotten(next, order.At, order.By)];
        await rotations.BeginRollbackAsync(fence, failed, next, events, cancellationToken).ConfigureAwait(false);
        LogStarted(logger, failed.KeyType, failed.Id, failed.ToVersion, failed.FromVersion, order.By, order.Reason);
        return next;
    }

    [LoggerMessage(2021, LogLevel.Warning, "{KeyType}: rotation {RotationId} is rolled back, from version {ToVersion} to {FromVersion}, by {By}. {Reason}")]
    private static partial void LogStarted(ILogger logger, string keyType, RotationId rotationId, int? toVersion, int? fromVersion, string by, string reason);
}
