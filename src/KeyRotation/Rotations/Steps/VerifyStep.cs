using KeyRotation.Consumers;
using KeyRotation.Keys;
using KeyRotation.Migration;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// verifying: opens every ciphertext, and sweeps what late writers left under an older version, until a sweep over all targets
/// finds nothing left to rewrite. It begins when every live consumer has acknowledged the activation.
/// </summary>
public sealed class VerifyStep(
    IRotationStore rotations, IKeyStore keys, IKeyRings rings, IConsumerDirectory consumers, IConsumerUsage usage, IMigrationStore store, ITargetTables targets, MigrationPass migration, TimeProvider time)
    : IRotationStep
{
    /// <summary>Sweeps before the rotation waits for an operator to find out who still writes under the old version.</summary>
    public const int MaxSweeps = 5;

    private static readonly TimeSpan ConsumersAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateWritersAgainAfter = TimeSpan.FromMinutes(5);

    public RotationState State => RotationState.Verifying;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        if (await WaitForConsumersAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } waits)
            return waits;
        if (await TargetsHere.HoldAsync(targets, rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } missing)
            return missing;
        if (rotation.Hold is not null)
            await rotations.NoteHoldAsync(rotation.Id, null, cancellationToken).ConfigureAwait(false);

        var sweep = await SweepAsync(work, cancellationToken).ConfigureAwait(false);
        if (sweep.Held is not null)
            return sweep.Held;

        var quarantined = await store.CountQuarantinedAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false);
        if (quarantined > 0)
            return new StepResult.Broke($"{quarantined} ciphertexts do not open and were left as they are; see the quarantine of rotation {rotation.Id}. Repair them and retry, or accept the rotation as partial: the old version is kept while any of them names it.");

        var now = time.GetUtcNow();
        var next = rotation with { State = RotationState.Completed, Outcome = RotationOutcome.Success, EndedAt = now, Hold = null, LastError = null };
        await rotations.ChangeAsync(work.Fence, rotation, next, RotationEvents.Completed(rotation, next, now, sweep.RowsRewritten), cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }

    private async Task<StepResult.Waits?> WaitForConsumersAsync(string keyType, CancellationToken cancellationToken)
    {
        await rings.RefreshAsync(keyType, cancellationToken).ConfigureAwait(false);
        var types = await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false);
        var activation = types.Single(type => type.Name == keyType).Activation;
        var missing = await consumers.NotAcknowledgedAsync(keyType, activation, cancellationToken).ConfigureAwait(false);
        return missing.Count == 0
            ? null
            : new StepResult.Waits(Hold.Consumers, $"Activation {activation} is not yet acknowledged by {string.Join(", ", missing)}.", ConsumersAgainAfter);
    }

    private async Task<(StepResult? Held, long RowsRewritten)> SweepAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        var first = await NextPassAsync(rotation, cancellationToken).ConfigureAwait(false);
        for (var pass = first; pass < first + MaxSweeps; pass++)
        {
            var sweep = await migration.RunAsync(work.Fence, work.Pass(pass, RangeKind.Verify), targets.For(rotation.KeyType), cancellationToken).ConfigureAwait(false);
            if (!sweep.IsFinished)
                return (new StepResult.Stopped(), 0);
            if (sweep.RowsLeft == 0)
            {
                var ranges = await store.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false);
                return (null, ranges.Sum(range => range.RowsRewritten));
            }
        }
        return (new StepResult.Waits(Hold.LateWriters, await NameLateWritersAsync(rotation, cancellationToken).ConfigureAwait(false), LateWritersAgainAfter), 0);
    }

    /// <summary>Who says that it sealed under an older version since the new one is active; who reports nothing cannot be named.</summary>
    private async Task<string> NameLateWritersAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var found = $"{MaxSweeps} sweeps found rows written under an older version each time.";
        var versions = await keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        if (versions.SingleOrDefault(version => version.Version == rotation.ToVersion)?.ActivatedAt is not { } activated)
            return found;
        var late = new List<string>();
        foreach (var older in versions.Where(version => version.Version < rotation.ToVersion && version.IsReadable))
            late.AddRange((await usage.SealedSinceAsync(rotation.KeyType, older.Version, activated, cancellationToken).ConfigureAwait(false))
                .Select(sealer => $"{sealer.Name} on {sealer.Host} (version {older.Version})"));
        return late.Count == 0
            ? $"{found} No consumer reports that it sealed under one: look for a writer without the library, or for rows that are copied from elsewhere."
            : $"{found} Sealed under one by {string.Join(", ", late.Distinct())}.";
    }

    /// <summary>The pass in hand where one was interrupted, else the one behind the last.</summary>
    private async Task<int> NextPassAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var sweeps = (await store.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false)).Where(range => range.Pass > 0).ToArray();
        if (sweeps.Length == 0)
            return 1;
        var last = sweeps.Max(range => range.Pass);
        var ofLast = sweeps.Where(range => range.Pass == last).ToArray();
        var isDone = ofLast.DistinctBy(range => range.Target).Count() == targets.For(rotation.KeyType).Count && ofLast.All(range => range.FinishedAt is not null);
        return isDone && ofLast.Any(range => range.RowsRewritten + range.RowsSuperseded > 0) ? last + 1 : last;
    }
}
