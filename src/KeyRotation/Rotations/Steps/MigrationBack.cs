using KeyRotation.Consumers;
using KeyRotation.Migration;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// Behind the predecessor's re-activation: the same engine migrates every row that is under another version, with ranges of a kind of
/// their own and planned anew, then sweeps until nothing is left.
/// </summary>
public sealed class MigrationBack(
    IRotationStore rotations, IKeyRings rings, IMigrationStore store, ITargetTables targets, MigrationPass migration, ActivationAnswers answers, Sweeps sweeps, TimeProvider time)
{
    internal async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        if (await TargetsHere.HoldAsync(targets, rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } missing)
            return missing;
        // The target is there now; a hold that is shown keeps other nodes from taking part.
        if (rotation.Hold is Hold.Dependency)
            await rotations.NoteHoldAsync(rotation, null, cancellationToken).ConfigureAwait(false);
        // It may not have read yet that the predecessor is the one to seal under.
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var pass = RollbackPasses.Migrating(await store.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false));
        var migrated = await migration.RunAsync(work.Fence, work.Pass(pass, RangeKind.RollBack, pass), targets.For(rotation.KeyType), cancellationToken).ConfigureAwait(false);
        if (!migrated.IsFinished)
            return new StepResult.Stopped();
        if (await answers.MissingAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } waits)
            return waits;
        if (rotation.Hold is not null)
            await rotations.NoteHoldAsync(rotation, null, cancellationToken).ConfigureAwait(false);
        return await sweeps.RunAsync(work, RangeKind.VerifyRollBack, pass, rotation.ReactivatedAt, cancellationToken).ConfigureAwait(false)
            ?? await EndAsync(work, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Nothing that opens names another version. What does not open was left as it is: it is in nobody's way unless it names the version
    /// that was rolled back.
    /// </summary>
    private async Task<StepResult> EndAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        var left = await store.CountQuarantinedUnderAsync(rotation.Id.Value, rotation.ToVersion!.Value, cancellationToken).ConfigureAwait(false);
        if (left > 0)
            return new StepResult.Broke($"{left} ciphertexts under version {rotation.ToVersion}, which is rolled back, do not open, or may be forged, and were left as they are; they are in ops.v_quarantine, rotation {rotation.Id}. Repair them and retry, or accept the rotation: the version is kept while any of them names it.");
        var now = time.GetUtcNow();
        var ranges = await store.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false);
        var quarantined = await store.CountQuarantinedAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false);
        var next = RollBackStep.RolledBack(rotation, now);
        var records = ranges.Where(range => RangeKinds.IsOfRollback(range.Kind)).Sum(range => range.RowsRewritten);
        try
        {
            await rotations.CompleteAsync(
                work.Fence, rotation, next, targets.PlacesOf(rotation.KeyType), RotationEvents.RolledBack(rotation, next, now, records, quarantined), cancellationToken).ConfigureAwait(false);
        }
        catch (TargetsMissingException late)
        {
            return TargetsHere.WaitFor(late.Targets);
        }
        return new StepResult.Moved(next);
    }
}
