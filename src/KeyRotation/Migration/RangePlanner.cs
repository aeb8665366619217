using KeyRotation.Claims;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Migration;

/// <summary>
/// Cuts the targets of a pass into ranges, once: what is stored is never cut again. The first pass samples the keys, later ones
/// repeat its ranges.
/// </summary>
public sealed partial class RangePlanner(IMigrationStore store, MigrationSettings settings, TimeProvider time, ILogger<RangePlanner> logger)
{
    // For one table, and well within the claim: nothing renews it meanwhile.
    private static readonly TimeSpan LongestSampling = TimeSpan.FromSeconds(2);

    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    public async Task EnsureAsync(Fence fence, MigrationWork work, IReadOnlyList<ITargetTable> tables, CancellationToken cancellationToken)
    {
        var stored = await store.ListRangesAsync(work.Id, cancellationToken).ConfigureAwait(false);
        var missing = tables.Where(table => !stored.Any(range => range.Pass == work.Pass && range.Target == table.Definition.Name)).ToArray();
        if (missing.Length == 0)
            return;
        var planned = new List<PlannedRange>();
        foreach (var table in missing)
        {
            await work.ProveClaimsAsync(cancellationToken).ConfigureAwait(false);
            var first = stored.Where(range => range.Pass == work.FirstPass && range.Target == table.Definition.Name).ToArray();
            planned.AddRange(first.Length > 0
                ? first.Select(range => new PlannedRange(range.Target, range.RangeNumber, range.Bounds, null))
                : await CutAsync(table, cancellationToken).ConfigureAwait(false));
        }
        await store.PlanAsync(fence, work, planned, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A migration does not fail because nobody can say how large a table is: then it is one range.</summary>
    private async Task<IEnumerable<PlannedRange>> CutAsync(ITargetTable table, CancellationToken cancellationToken)
    {
        var target = table.Definition.Name;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestSampling);
        long? rows = null;
        try
        {
            rows = await table.EstimateRowsAsync(patience.Token).ConfigureAwait(false);
            var parts = settings.PartsOf(rows.Value);
            var boundaries = parts == 1 ? [] : await table.SampleBoundariesAsync(parts, rows.Value, patience.Token).ConfigureAwait(false);
            var ranges = RangeBounds.Between(boundaries);
            return ranges.Select((bounds, number) => new PlannedRange(target, number, bounds, rows / ranges.Count));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotSampled(logger, failure, target);
            return [new PlannedRange(target, 0, RangeBounds.Everything, rows)];
        }
    }

    [LoggerMessage(2103, LogLevel.Warning, "The keys of {Target} could not be sampled, so it is migrated as one range, by one node at a time")]
    private static partial void LogNotSampled(ILogger logger, Exception failure, string target);
}
