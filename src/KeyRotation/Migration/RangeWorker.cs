using System.Security.Cryptography;
using KeyRotation.Claims;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Migration;

/// <summary>Works on whatever ranges of a pass are free, one after the other, until there is none. Any number of processes do so at once.</summary>
public sealed partial class RangeWorker(IMigrationStore store, RangeRun run, ILogger<RangeWorker> logger)
{
    /// <returns>False: it stopped between two batches, since it may not go on.</returns>
    public async Task<bool> WorkAsync(MigrationWork work, IReadOnlyList<ITargetTable> tables, CancellationToken cancellationToken)
    {
        while (await work.MayGoOnAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await TakeAsync(work, tables, cancellationToken).ConfigureAwait(false) is not { } range)
                return true;
            try
            {
                await RunAsync(range, tables, work, cancellationToken).ConfigureAwait(false);
            }
            catch (ClaimLostException lost)
            {
                // It goes on with whoever has it. This process may still take another.
                LogLost(logger, lost, range.Target, range.Pass, range.RangeNumber);
            }
        }
        return false;
    }

    /// <summary>A free range that this process knows the target of. At random: nodes that look at once do not all go for the same one.</summary>
    private async Task<RangeProgress?> TakeAsync(MigrationWork work, IReadOnlyList<ITargetTable> tables, CancellationToken cancellationToken)
    {
        var free = (await store.ListRangesAsync(work.Id, cancellationToken).ConfigureAwait(false))
            .Where(range => range.Pass == work.Pass && range.IsFree && tables.Any(table => table.Definition.Name == range.Target))
            .ToArray();
        RandomNumberGenerator.Shuffle(free.AsSpan());
        foreach (var candidate in free)
            if (await store.TryTakeAsync(candidate, cancellationToken).ConfigureAwait(false) is { } range)
                return range;
        return null;
    }

    private async Task RunAsync(RangeProgress range, IReadOnlyList<ITargetTable> tables, MigrationWork work, CancellationToken cancellationToken)
    {
        try
        {
            await run.RunAsync(range, tables.Single(table => table.Definition.Name == range.Target), work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await store.ReleaseAsync(range, CancellationToken.None).ConfigureAwait(false);
        }
    }

    [LoggerMessage(2104, LogLevel.Information, "Range {Range} of {Target}, pass {Pass}, was taken away and goes on elsewhere")]
    private static partial void LogLost(ILogger logger, Exception lost, string target, int pass, int range);
}
