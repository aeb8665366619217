using System.Diagnostics;
using KeyRotation.Claims;
using KeyRotation.Consumers;
using KeyRotation.Encryption;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Migration;

/// <summary>
/// Takes one target through one pass, batch by batch, and goes on from the last checkpoint whenever it is called again
/// (docs/migration.md). Cancellation is checked between batches, never inside one.
/// </summary>
public sealed partial class MigrationRun(
    IMigrationStore store, IKeyRings rings, MigrationSettings settings, MigrationInstruments instruments, TimeProvider time, ILogger<MigrationRun> logger)
{
    private const int WholeTable = 0;
    private static readonly TimeSpan LongestEstimate = TimeSpan.FromSeconds(2);

    /// <param name="targetVersion">The version to seal under, asked for each batch: an adoption follows the active one.</param>
    /// <param name="mayGoOn">Asked before each batch; a pass that may not go on stops at the batch boundary.</param>
    /// <param name="tempo">Batch size and pace, where they differ from the configured ones.</param>
    /// <returns>The range as it stands: finished, or held between two batches.</returns>
    public async Task<RangeProgress> RunAsync(
        Fence fence, Guid workId, ITargetTable table, int pass, Func<KeyRing, int> targetVersion, ResealMode mode, Func<bool> mayGoOn, MigrationTempo tempo, CancellationToken cancellationToken)
    {
        var limit = tempo.BatchRows(settings.BatchSize);
        var target = table.Definition;
        var range = await store.GetOrPlanRangeAsync(fence, workId, target.Name, pass, WholeTable, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (range is { FinishedAt: null, BatchNumber: > 0 })
            LogResumed(logger, target.Name, pass, range.BatchNumber, range.RowsRead);
        if (range is { Pass: 0, RowsEstimated: null, BatchNumber: 0, FinishedAt: null })
            await NoteEstimateAsync(range, table, cancellationToken).ConfigureAwait(false);
        while (range.FinishedAt is null && mayGoOn())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            var rows = await table.ReadAsync(range.DoneThrough, limit, cancellationToken).ConfigureAwait(false);
            // Held until the batch is committed: while it is, this process acknowledges no later activation (docs/cluster.md).
            using (var lease = rings.Borrow(target.KeyType))
            {
                var batch = Reseal(rows, range, table, lease.Ring, targetVersion(lease.Ring), mode, isLast: rows.Count < limit);
                range = await table.CommitBatchAsync(fence, range, batch, cancellationToken).ConfigureAwait(false);
                instruments.Batch(target.KeyType, batch, Stopwatch.GetElapsedTime(started));
            }
            if (tempo.WaitAfter(rows.Count, Stopwatch.GetElapsedTime(started)) is { } wait)
                await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
        if (range.FinishedAt is not null)
            LogFinished(logger, target.Name, pass, range.RowsRead, range.RowsRewritten, range.RowsVerified, range.RowsSuperseded, range.RowsQuarantined);
        return range;
    }

    /// <summary>For people who watch: a migration does not fail because nobody can say how long it takes.</summary>
    private async Task NoteEstimateAsync(RangeProgress range, ITargetTable table, CancellationToken cancellationToken)
    {
        // Well within the claim: nothing renews it meanwhile.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestEstimate);
        try
        {
            await store.NoteEstimateAsync(range, await table.EstimateRowsAsync(patience.Token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotEstimated(logger, failure, range.Target);
        }
    }

    private MigrationBatch Reseal(IReadOnlyList<TargetRow> rows, RangeProgress range, ITargetTable table, KeyRing ring, int targetVersion, ResealMode mode, bool isLast)
    {
        using var resealer = new RowResealer(ring, targetVersion, table.Definition, mode);
        var rewrites = new List<RowRewrite>(rows.Count);
        var quarantined = new List<QuarantinedCell>();
        var verified = 0;
        var broken = 0;
        foreach (var row in rows)
        {
            var outcome = resealer.Reseal(row, table.KeyOf(row), quarantined);
            if (outcome.Rewrite is { } rewrite)
                rewrites.Add(rewrite);
            verified += outcome.IsVerified ? 1 : 0;
            broken += outcome.Quarantined > 0 ? 1 : 0;
        }
        return new MigrationBatch(
            rewrites, quarantined, rows.Count == 0 ? range.DoneThrough : table.KeyOf(rows[^1]), rows.Count, verified, broken,
            time.GetUtcNow(), isLast);
    }

    [LoggerMessage(2101, LogLevel.Information, "Pass {Pass} over {Target} goes on behind batch {Batch}, {RowsRead} rows done")]
    private static partial void LogResumed(ILogger logger, string target, int pass, long batch, long rowsRead);

    [LoggerMessage(2103, LogLevel.Warning, "The rows of {Target} could not be counted, so its progress is shown without a total")]
    private static partial void LogNotEstimated(ILogger logger, Exception failure, string target);

    [LoggerMessage(2102, LogLevel.Information, "Pass {Pass} over {Target} read {RowsRead} rows: {RowsRewritten} rewritten, {RowsVerified} verified, {RowsSuperseded} superseded by applications, {RowsQuarantined} quarantined")]
    private static partial void LogFinished(ILogger logger, string target, int pass, long rowsRead, long rowsRewritten, long rowsVerified, long rowsSuperseded, long rowsQuarantined);
}
