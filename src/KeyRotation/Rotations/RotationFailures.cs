using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Migration;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>
/// What happens when a rotation cannot go on: tried again by itself while the retry policy allows, then `failed`, which is
/// open. Both versions stay readable; nothing is undone by itself.
/// </summary>
public sealed partial class RotationFailures(IRotationStore rotations, IMigrationStore migrations, TimeProvider time, ILogger<RotationFailures> logger)
{
    /// <summary>After a passing failure: the next attempt by the retry policy, or `failed` when its attempts are used up.</summary>
    public async Task<RotationProgress> TryAgainLaterAsync(string keyType, Fence fence, Exception failure, CancellationToken cancellationToken)
    {
        if (await rotations.FindOpenAsync(keyType, cancellationToken).ConfigureAwait(false) is not { } rotation)
            return new RotationProgress.NothingOpen();
        var attempts = await HasProgressedAsync(rotation, cancellationToken).ConfigureAwait(false) ? 0 : rotation.Attempts;
        // Nothing is done yet in `scheduled`, so nothing can have failed: it goes on asking.
        var longest = rotation.State == RotationState.Scheduled ? RetryPolicy.LongestDelay : (TimeSpan?)null;
        if ((RetryPolicy.DelayAfter(attempts) ?? longest) is not { } delay)
            return new RotationProgress.Ended(await FailAsync(rotation, fence, failure.Message, cancellationToken).ConfigureAwait(false));

        var now = time.GetUtcNow();
        var next = rotation with
        {
            Attempts = attempts + 1,
            NextAttemptAt = now + delay,
            LastError = failure.Message,
            Hold = Hold.Throttled,
            HoldDetail = failure.Message,
            HoldUntil = now + delay,
        };
        await rotations.ChangeAsync(fence, rotation, next, RotationEvents.AttemptFailed(rotation, next, now), cancellationToken).ConfigureAwait(false);
        return new RotationProgress.RetryScheduled(next, now + delay);
    }

    public async Task<Rotation> FailAsync(Rotation rotation, Fence fence, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = rotation with { State = RotationState.Failed, FailedIn = rotation.State, LastError = reason, Hold = null };
        await rotations.ChangeAsync(fence, rotation, next, RotationEvents.Failed(rotation, next, now), cancellationToken).ConfigureAwait(false);
        LogFailed(logger, rotation.KeyType, rotation.Id, rotation.State, reason);
        return next;
    }

    /// <summary>
    /// A row that cannot be right: failed with the reason. One that has not begun is cancelled, since nothing is lost with it and
    /// detection opens another.
    /// </summary>
    public async Task<Rotation> RefuseDamagedAsync(Rotation rotation, Fence fence, string reason, CancellationToken cancellationToken)
    {
        if (rotation.State != RotationState.Scheduled)
            return await FailAsync(rotation, fence, reason, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var next = rotation with { State = RotationState.Cancelled, EndedAt = now, LastError = reason, Hold = null };
        await rotations.ChangeAsync(fence, rotation, next, RotationEvents.Cancelled(rotation, next, now, Rotation.Scheduler, reason), cancellationToken).ConfigureAwait(false);
        LogFailed(logger, rotation.KeyType, rotation.Id, rotation.State, reason);
        return next;
    }

    /// <summary>An operator retries: back to where it stopped, with the quarantine and the sweeps of some targets, or of all, begun anew.</summary>
    public async Task<Rotation> RetryAsync(Rotation failed, Fence fence, IReadOnlyList<string>? targets, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = failed with { State = failed.FailedIn!.Value, FailedIn = null, LastError = null, Attempts = 0, NextAttemptAt = null };
        AuditEvent[] events = [RotationEvents.Retried(failed, next, now, actor), RotationEvents.SweepsForgotten(failed, now, actor)];
        await rotations.RetryAsync(fence, failed, next, targets, events, cancellationToken).ConfigureAwait(false);
        return next;
    }

    /// <summary>Batches were committed since the last attempt began: what failed then is over, and this is another failure.</summary>
    private async Task<bool> HasProgressedAsync(Rotation rotation, CancellationToken cancellationToken) =>
        rotation.NextAttemptAt is { } began
        && (await migrations.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false)).Any(range => range.BatchNumber > 0 && range.CheckpointAt > began);

    [LoggerMessage(2004, LogLevel.Error, "{KeyType}: rotation {RotationId} failed while {State}. {Reason}")]
    private static partial void LogFailed(ILogger logger, string keyType, RotationId rotationId, RotationState state, string reason);
}
