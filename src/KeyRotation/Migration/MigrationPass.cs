using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>
/// Takes all targets of a key type through one pass: plans the ranges, works on them beside whoever else does, and waits until the last
/// one is finished. Called again, it goes on from the checkpoints (docs/cluster.md).
/// </summary>
public sealed class MigrationPass(IMigrationStore store, RangePlanner planner, RangeWorker worker, RangeSeats seats)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <param name="fence">The claims that the pass is planned under.</param>
    /// <param name="work">The pass.</param>
    /// <param name="tables">Every target of it.</param>
    /// <param name="cancellationToken">Stops it at the next batch.</param>
    /// <exception cref="ClaimLostException">The claims belong to somebody else by now.</exception>
    public async Task<PassProgress> RunAsync(Fence fence, MigrationWork work, IReadOnlyList<ITargetTable> tables, CancellationToken cancellationToken)
    {
        await planner.EnsureAsync(fence, work, tables, cancellationToken).ConfigureAwait(false);
        using var seat = seats.Take();
        while (true)
        {
            var mayGoOn = await worker.WorkAsync(work, tables, cancellationToken).ConfigureAwait(false);
            var ranges = await RangesAsync(work, tables, cancellationToken).ConfigureAwait(false);
            if (ranges.All(range => range.FinishedAt is not null))
                return new PassProgress(true, ranges);
            if (!mayGoOn)
                return new PassProgress(false, ranges);
            // Others have the rest in hand. One that dies gives its range back when its claim is over.
            await Task.Delay(LookAgainAfter, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Those of a target that was retired since they were planned are nobody's any more. That no registered one is left out is asked by who ends the pass.</summary>
    private async Task<IReadOnlyList<RangeProgress>> RangesAsync(MigrationWork work, IReadOnlyList<ITargetTable> tables, CancellationToken cancellationToken) =>
        [.. (await store.ListRangesAsync(work.Id, cancellationToken).ConfigureAwait(false)).Where(range => range.Pass == work.Pass && tables.Any(table => table.Definition.Name == range.Target))];
}
