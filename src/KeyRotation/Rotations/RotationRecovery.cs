using KeyRotation.Claims;
using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>What an operator does with a rotation that failed, or that is not wanted any more.</summary>
public sealed class RotationRecovery(
    IRotationStore rotations, IClaimStore claims, IMigrationStore migrations, ITargetTables targets, RotationFailures failures, IScheduleControl schedule, TimeProvider time)
{
    /// <summary>Sends a failed rotation back to where it stopped, with adjustments, and runs it.</summary>
    public async Task<Reply<Rotation>> RetryAsync(RotationId id, RetryAdjustments adjustments, string actor, CancellationToken cancellationToken)
    {
        if (adjustments.Problem is { } problem)
            return problem;
        var reply = await UnderClaimAsync(id, failed => RefusalOfRetry(failed, adjustments), async (failed, fence) =>
        {
            await AdjustAsync(failed, adjustments, actor, cancellationToken).ConfigureAwait(false);
            return await failures.RetryAsync(adjustments.ApplyTo(failed), fence, adjustments.Targets, actor, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        if (!reply.IsRefused)
            await schedule.RunNowAsync(reply.Value.KeyType, cancellationToken).ConfigureAwait(false);
        return reply;
    }

    /// <summary>
    /// Completes a failed rotation as partial, or ends a failed rollback so: its quarantined rows stay listed, and the version that they
    /// name is kept while any row does.
    /// </summary>
    public Task<Reply<Rotation>> AcceptAsync(RotationId id, string reason, string actor, CancellationToken cancellationToken) =>
        UnderClaimAsync(id, RefusalOfAcceptance, async (failed, fence) =>
        {
            var rollsBack = failed.FailedIn == RotationState.RollingBack;
            var swept = targets.For(failed.KeyType).Select(table => table.Definition.Name).ToArray();
            if ((await targets.MissingAsync(failed.KeyType, cancellationToken).ConfigureAwait(false)).Count > 0
                || (await targets.ElsewhereAsync(failed.KeyType, cancellationToken).ConfigureAwait(false)).Count > 0
                || !SweepRules.AreDone(await migrations.ListRangesAsync(id.Value, cancellationToken).ConfigureAwait(false), rollsBack ? RangeKind.VerifyRollBack : RangeKind.Verify, swept))
                return Refusals.NotAcceptable(failed);
            var now = time.GetUtcNow();
            var quarantined = await migrations.CountQuarantinedAsync(id.Value, cancellationToken).ConfigureAwait(false);
            var next = failed with { State = rollsBack ? RotationState.RolledBack : RotationState.Completed, Outcome = RotationOutcome.Partial, EndedAt = now, Hold = null, FailedIn = null };
            try
            {
                await rotations.CompleteAsync(fence, failed, next, targets.PlacesOf(failed.KeyType), RotationEvents.Accepted(failed, next, now, actor, reason, quarantined), cancellationToken).ConfigureAwait(false);
                return next;
            }
            catch (TargetsMissingException)
            {
                return Refusals.NotAcceptable(failed);
            }
        }, cancellationToken);

    /// <summary>Ends a rotation whose version is not active yet. A version that it created is disabled; its number is never used again.</summary>
    /// <param name="id">The rotation.</param>
    /// <param name="reason">For people; may be empty.</param>
    /// <param name="actor">A user.</param>
    /// <param name="emergencies">Whether who asks may cancel an emergency.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    public Task<Reply<Rotation>> CancelAsync(RotationId id, string reason, string actor, bool emergencies, CancellationToken cancellationToken) =>
        UnderClaimAsync(id, rotation => RefusalOfCancellation(rotation, emergencies), async (open, fence) =>
        {
            var now = time.GetUtcNow();
            var next = open with { State = RotationState.Cancelled, EndedAt = now, Hold = null };
            await rotations.CancelAsync(fence, open, next, RotationEvents.Cancelled(open, next, now, actor, reason), cancellationToken).ConfigureAwait(false);
            return next;
        }, cancellationToken);

    private async Task AdjustAsync(Rotation rotation, RetryAdjustments adjustments, string actor, CancellationToken cancellationToken)
    {
        var next = adjustments.ApplyTo(rotation);
        if (next != rotation)
            await rotations.AdjustAsync(rotation, next, RotationEvents.Adjusted(next, time.GetUtcNow(), actor), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Reply<Rotation>> UnderClaimAsync(RotationId id, Func<Rotation, Refusal?> refusalOf, Func<Rotation, Fence, Task<Reply<Rotation>>> change, CancellationToken cancellationToken)
    {
        if (await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } seen)
            return Refusals.NoSuchRotation(id.ToString());
        if (refusalOf(seen) is { } refusal)
            return refusal;
        if (await claims.TryTakeAsync(RotationClaim.Of(seen.KeyType), cancellationToken).ConfigureAwait(false) is not { } claim)
            return Refusals.InHand(seen);
        try
        {
            // Read again: it may have moved between our first look and the claim.
            var rotation = await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new RotationEndedException(id);
            return refusalOf(rotation) is { } late ? late : await change(rotation, new Fence(claim)).ConfigureAwait(false);
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Refusal? RefusalOfRetry(Rotation rotation, RetryAdjustments adjustments)
    {
        if (!rotation.IsOpen)
            return Refusals.Ended(rotation);
        if (rotation.State != RotationState.Failed)
            return Refusals.NotFailed(rotation);
        if (rotation.FailedIn is null)
            return Refusals.NothingToRetry(rotation);
        var known = targets.For(rotation.KeyType).Select(table => table.Definition.Name).ToArray();
        var unknown = (adjustments.Targets ?? []).Except(known).ToArray();
        return unknown.Length > 0 ? Refusals.UnknownTargets(unknown, known) : null;
    }

    private static Refusal? RefusalOfAcceptance(Rotation rotation) =>
        !rotation.IsOpen ? Refusals.Ended(rotation)
        : rotation.State != RotationState.Failed ? Refusals.NotFailed(rotation)
        : rotation.FailedIn is not (RotationState.Verifying or RotationState.RollingBack) ? Refusals.NotAcceptable(rotation)
        // A rollback that has not made the predecessor active again has gone nowhere: accepted, the version that is to go would stay.
        : rotation is { FailedIn: RotationState.RollingBack, ReactivatedAt: null } ? Refusals.NotAcceptable(rotation)
        : null;

    private static Refusal? RefusalOfCancellation(Rotation rotation, bool emergencies) =>
        !rotation.IsOpen ? Refusals.Ended(rotation)
        : rotation.State == RotationState.Failed ? Refusals.Failed(rotation)
        : rotation.Priority == RotationPriority.Emergency && !emergencies ? Refusals.Emergency(rotation)
        : RotationTransitions.IsPermitted(rotation.State, RotationState.Cancelled) ? null
        : Refusals.Activated(rotation);
}
