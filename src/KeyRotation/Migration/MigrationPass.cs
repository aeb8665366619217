using System.Diagnostics;
using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>
/// Takes all targets of a key type through one pass: plans the ranges, works on them, asks other nodes to take part, and waits until
/// the last one is finished. Called again, it goes on from the checkpoints (docs/cluster.md).
/// </summary>
public sealed class MigrationPass(IMigrationStore store, RangePlanner planner, RangeWorker worker, RangeSeats seats, IRangeSharing sharing)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan OfferAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <param name="fence">The claims that the pass is planned under.</param>
    /// <param name="work">The pass.</param>
    /// <param name="tables">Every target of it.</param>
    /// <param name="isShared">Whether other nodes can take part.</param>
    /// <param name="cancellationToken">Stops it at the next batch.</param>
    /// <exception cref="ClaimLostException">The claims belong to somebody else by now.</exception>
    public async Task<PassProgress> RunAsync(Fence fence, MigrationWork work, IReadOnlyList<ITargetTable> tables, bool isShared, CancellationToken cancellationToken)
    {
        await planner.EnsureAsync(fence, work, tables, cancellationToken).ConfigureAwait(false);
        // One that has a pace is not shared: each node would keep it for itself.
        var offering = isShared && work.Tempo.Pace is null ? Offering(work) : work;
        using var seat = seats.Take();
        while (true)
        {
            var mayGoOn = await worker.WorkAsync(offering, tables, cancellationToken).ConfigureAwait(false);
            var ranges = await RangesAsync(work, cancellationToken).ConfigureAwait(false);
            if (ranges.All(range => range.FinishedAt is not null))
                return new PassProgress(true, ranges);
            if (!mayGoOn)
                return new PassProgress(false, ranges);
            // Others have the rest in hand. One that dies gives its range back when its claim is over.
            await Task.Delay(LookAgainAfter, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Now and then, between batches, other nodes are asked to take part: those that joined since, too.</summary>
    private MigrationWork Offering(MigrationWork work)
    {
        var lastOffer = 0L;
        return work with
        {
            MayGoOnAsync = async cancellationToken =>
            {
                if (!await work.MayGoOnAsync(cancellationToken).ConfigureAwait(false))
                    return false;
                if (lastOffer != 0 && Stopwatch.GetElapsedTime(lastOffer) < OfferAgainAfter)
                    return true;
                lastOffer = Stopwatch.GetTimestamp();
                var ranges = await RangesAsync(work, cancellationToken).ConfigureAwait(false);
                var free = ranges.Count(range => range.IsFree);
                if (free > 0)
                    await sharing.OfferAsync(work, free, ranges.Count(range => range.IsClaimed && range.FinishedAt is null), cancellationToken).ConfigureAwait(false);
                return true;
            },
        };
    }

    private async Task<IReadOnlyList<RangeProgress>> RangesAsync(MigrationWork work, CancellationToken cancellationToken) =>
        [.. (await store.ListRangesAsync(work.Id, cancellationToken).ConfigureAwait(false)).Where(range => range.Pass == work.Pass)];
}
