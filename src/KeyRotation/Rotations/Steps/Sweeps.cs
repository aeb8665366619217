using KeyRotation.Consumers;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Retirement;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// Sweeps over all targets until one finds nothing left to rewrite: what late writers left behind, and rows that moved or came behind
/// the ranges.
/// </summary>
public sealed class Sweeps(
    IRotationStore rotations, IKeyStore keys, IConsumerUsage usage, IMigrationStore store, ITargetTables targets, MigrationPass migration,
    RetirementSettings retirement, TimeProvider time)
{
    /// <summary>Sweeps before the rotation waits for an operator to find out who still writes under another version.</summary>
    public const int Most = 5;

    private static readonly TimeSpan LateWritersAgainAfter = TimeSpan.FromMinutes(5);

    /// <param name="work">The rotation in hand.</param>
    /// <param name="kind">Of the sweeps.</param>
    /// <param name="firstPass">The migrating pass that they come behind.</param>
    /// <param name="since">When the version that everything is to be under became active; null where that is not known.</param>
    /// <param name="cancellationToken">Stops it at the next batch.</param>
    /// <returns>What the rotation waits for, or that it was stopped; null when nothing is left.</returns>
    internal async Task<StepResult?> RunAsync(RotationWork work, RangeKind kind, int firstPass, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var first = await NextPassAsync(work.Rotation, kind, firstPass, cancellationToken).ConfigureAwait(false);
        for (var pass = first; pass < first + Most; pass++)
        {
            var swept = work.Pass(pass, kind, firstPass);
            var sweep = await migration.RunAsync(work.Fence, swept, targets.For(work.Rotation.KeyType), cancellationToken).ConfigureAwait(false);
            if (!sweep.IsFinished)
                return new StepResult.Stopped();
            await SettleAsync(work, swept, cancellationToken).ConfigureAwait(false);
            if (sweep.RowsLeft == 0)
                return null;
        }
        return new StepResult.Waits(Hold.LateWriters, await NameLateWritersAsync(work.Pass(first, kind), since, cancellationToken).ConfigureAwait(false), LateWritersAgainAfter);
    }

    /// <summary>
    /// Sweeps begin behind the acknowledgements of live consumers: what those sealed before is resealed by now, or is committed within the write
    /// lag. One that is cut off from the store seals on for as long as it may without it. Stored at once, so that neither a retry nor another
    /// rotation takes for genuine what comes later.
    /// </summary>
    private async Task SettleAsync(RotationWork work, MigrationWork swept, CancellationToken cancellationToken)
    {
        var versions = await keys.ListVersionsAsync(swept.KeyType, cancellationToken).ConfigureAwait(false);
        var settled = SweepRules.SettledBy(versions, swept.Kind, swept.ToVersion!.Value);
        var now = time.GetUtcNow();
        if (settled.Count > 0)
            await rotations.SettleAsync(work.Fence, work.Rotation, settled, now + retirement.MaxOffline + retirement.MaxWriteLag, now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The pass in hand where one was interrupted, else the one behind the last.</summary>
    private async Task<int> NextPassAsync(Rotation rotation, RangeKind kind, int firstPass, CancellationToken cancellationToken)
    {
        var sweeps = (await store.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false)).Where(range => range.Kind == kind).ToArray();
        if (sweeps.Length == 0)
            return firstPass + 1;
        var last = sweeps.Max(range => range.Pass);
        var ofLast = sweeps.Where(range => range.Pass == last).ToArray();
        var isDone = ofLast.DistinctBy(range => range.Target).Count() == targets.For(rotation.KeyType).Count && ofLast.All(range => range.FinishedAt is not null);
        return isDone && ofLast.Any(range => range.RowsRewritten + range.RowsSuperseded > 0) ? last + 1 : last;
    }

    /// <summary>Who says that it sealed under another version since that one is active; who reports nothing cannot be named.</summary>
    private async Task<string> NameLateWritersAsync(MigrationWork work, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var other = RangeKinds.IsOfRollback(work.Kind) ? "another" : "an older";
        var found = $"{Most} sweeps found rows written under {other} version each time.";
        if (since is not { } active)
            return found;
        var late = new List<string>();
        foreach (var version in (await keys.ListVersionsAsync(work.KeyType, cancellationToken).ConfigureAwait(false)).Where(version => version.IsReadable && SweepRules.IsLeftBehind(version.Version, work.Kind, work.ToVersion!.Value)))
            late.AddRange((await usage.SealedSinceAsync(work.KeyType, version.Version, active, cancellationToken).ConfigureAwait(false))
                .Select(sealer => $"{sealer.Name} on {sealer.Host} (version {version.Version})"));
        return late.Count == 0
            ? $"{found} No consumer reports that it sealed under one: look for a writer without the library, or for rows that are copied from elsewhere."
            : $"{found} Sealed under one by {string.Join(", ", late.Distinct())}.";
    }
}
