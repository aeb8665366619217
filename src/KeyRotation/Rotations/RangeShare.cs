using KeyRotation.Claims;
using KeyRotation.Consumers;
using KeyRotation.Migration;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>
/// This node's share of a rotation that another node has in hand: it works on free ranges of the pass that is under way, each under a
/// claim of its own, and keeps the rotation's slot meanwhile (docs/cluster.md).
/// </summary>
public sealed partial class RangeShare(
    IRotationStore rotations, IMigrationStore migrations, ISlotStore slots, IClaimStore claims, RotationRules rules, IKeyRings rings, ITargetTables targets,
    RangeWorker worker, RangeSeats seats, TimeProvider time, ILogger<RangeShare> logger)
{
    /// <summary>Returns when there is nothing left to take, or the rotation may not go on.</summary>
    public async Task TakePartAsync(RotationId id, CancellationToken cancellationToken)
    {
        using var seat = seats.TryTake();
        if (seat is null || await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } rotation || !RotationStates.Migrates(rotation.State))
            return;
        if (await PassInHandAsync(rotation, cancellationToken).ConfigureAwait(false) is not { } first)
            return;
        // Its batches would be counted for a table that they are not of.
        if ((await targets.ElsewhereAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false)).Count > 0)
            return;
        // It may not have read the version that it seals under yet.
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var tempo = new LiveTempo(rotations, rotation, time);
        var work = new MigrationWork(id.Value, rotation.KeyType, first.Pass, first.Kind, ResealMode.Of(first.Kind))
        {
            ToVersion = first.ToVersion,
            TempoAsync = tempo.ReadAsync,
            MayGoOnAsync = MayGoOn(rotation, tempo),
        };
        LogTakesPart(logger, rotation.KeyType, id, first.Pass);
        await worker.WorkAsync(work, targets.For(rotation.KeyType), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeProgress?> PassInHandAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var ranges = await migrations.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false);
        return ranges.Where(range => range.IsFree && RotationStates.WorksOn(rotation.State, range.Kind)).MaxBy(range => range.Pass);
    }

    private Func<CancellationToken, Task<bool>> MayGoOn(Rotation rotation, LiveTempo tempo)
    {
        DateTimeOffset? renewed = null;
        return async cancellationToken =>
        {
            var now = time.GetUtcNow();
            if (cancellationToken.IsCancellationRequested || rules.HoldOf(rotation, now) is not null)
                return false;
            // Each node would keep a pace for itself: whoever has the rotation in hand keeps it alone.
            if ((await tempo.ReadAsync(cancellationToken).ConfigureAwait(false)).Pace is not null)
                return false;
            // Without the slot another rotation may be at work in it.
            if (renewed is { } last && now - last < claims.Duration / 4)
                return true;
            renewed = now;
            return await slots.RenewAsync(rotation.Id, cancellationToken).ConfigureAwait(false);
        };
    }

    [LoggerMessage(2009, LogLevel.Information, "{KeyType}: takes part in rotation {RotationId}, pass {Pass}")]
    private static partial void LogTakesPart(ILogger logger, string keyType, RotationId rotationId, int pass);
}
