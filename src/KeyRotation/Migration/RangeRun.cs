using System.Diagnostics;
using KeyRotation.Claims;
using KeyRotation.Consumers;
using KeyRotation.Encryption;
using KeyRotation.Keys;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Migration;

/// <summary>
/// Takes one claimed range to its end, batch by batch, from wherever its checkpoint stands (docs/migration.md). Cancellation is checked
/// between batches, never inside one.
/// </summary>
public sealed partial class RangeRun(IKeyRings rings, IKeyStore keys, MigrationSettings settings, MigrationInstruments instruments, TimeProvider time, ILogger<RangeRun> logger)
{
    /// <returns>The range as it stands: finished, or held between two batches.</returns>
    /// <exception cref="ClaimLostException">The range belongs to somebody else by now.</exception>
    public async Task<RangeProgress> RunAsync(RangeProgress range, ITargetTable table, MigrationWork work, CancellationToken cancellationToken)
    {
        if (range.BatchNumber > 0)
            LogResumed(logger, range.Target, range.Pass, range.BatchNumber, range.RangeNumber, range.RowsRead);
        var compromised = work.Mode.AcceptsSuspects ? [] : await CompromisedAsync(work.KeyType, cancellationToken).ConfigureAwait(false);
        while (range.FinishedAt is null && await work.MayGoOnAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tempo = await work.TempoAsync(cancellationToken).ConfigureAwait(false);
            var limit = tempo.BatchRows(settings.BatchSize);
            var started = Stopwatch.GetTimestamp();
            var rows = await table.ReadAsync(range.Bounds with { After = range.Position }, limit, cancellationToken).ConfigureAwait(false);
            // Held until the batch is committed: while it is, this process acknowledges no later activation (docs/cluster.md).
            using (var lease = rings.Borrow(table.Definition.KeyType))
            {
                var batch = Reseal(rows, range, table, lease.Ring, work.Mode, Forgeable(compromised), isLast: rows.Count < limit);
                range = await table.CommitBatchAsync(range, batch, cancellationToken).ConfigureAwait(false);
                instruments.Batch(table.Definition.KeyType, batch, Stopwatch.GetElapsedTime(started));
            }
            if (tempo.WaitAfter(rows.Count, Stopwatch.GetElapsedTime(started)) is { } wait)
                await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
        if (range.FinishedAt is not null)
            LogFinished(logger, range.Target, range.Pass, range.RangeNumber, range.RowsRead, range.RowsRewritten, range.RowsVerified, range.RowsSuperseded, range.RowsQuarantined);
        return range;
    }

    private async Task<IReadOnlyList<KeyVersion>> CompromisedAsync(string keyType, CancellationToken cancellationToken) =>
        [.. (await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false)).Where(version => version.CompromisedAt is not null)];

    private HashSet<long> Forgeable(IReadOnlyList<KeyVersion> compromised)
    {
        var now = time.GetUtcNow();
        return [.. compromised.Where(version => version.IsForgeable(now)).Select(version => (long)version.Version)];
    }

    private MigrationBatch Reseal(
        IReadOnlyList<TargetRow> rows, RangeProgress range, ITargetTable table, KeyRing ring, ResealMode mode, IReadOnlySet<long> suspects, bool isLast)
    {
        var toVersion = range.ToVersion ?? ring.ActiveVersion ?? throw new NoActiveKeyException(ring.KeyType);
        using var resealer = new RowResealer(ring, toVersion, table.Definition, mode, suspects);
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

    [LoggerMessage(2101, LogLevel.Information, "Pass {Pass} over {Target} goes on behind batch {Batch}, range {Range}, {RowsRead} rows done")]
    private static partial void LogResumed(ILogger logger, string target, int pass, long batch, int range, long rowsRead);

    [LoggerMessage(2102, LogLevel.Debug, "Pass {Pass} over {Target}, range {Range}, read {RowsRead} rows: {RowsRewritten} rewritten, {RowsVerified} verified, {RowsSuperseded} superseded by applications, {RowsQuarantined} quarantined")]
    private static partial void LogFinished(ILogger logger, string target, int pass, int range, long rowsRead, long rowsRewritten, long rowsVerified, long rowsSuperseded, long rowsQuarantined);
}
