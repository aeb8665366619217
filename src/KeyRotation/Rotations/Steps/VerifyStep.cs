using KeyRotation.Keys;
using KeyRotation.Migration;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// verifying: opens every ciphertext, and sweeps what late writers left under an older version, until a sweep over all targets
/// finds nothing left to rewrite. It begins when every live consumer has acknowledged the activation.
/// </summary>
public sealed class VerifyStep(
    IRotationStore rotations, IKeyStore keys, IMigrationStore store, ITargetTables targets, ActivationAnswers answers, Sweeps sweeps, TimeProvider time)
    : IRotationStep
{
    private const int MigratingPass = 0;

    public RotationState State => RotationState.Verifying;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        if (await answers.MissingAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } waits)
            return waits;
        if (await TargetsHere.HoldAsync(targets, rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } missing)
            return missing;
        if (rotation.Hold is not null)
            await rotations.NoteHoldAsync(rotation, null, cancellationToken).ConfigureAwait(false);

        var versions = await keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var activated = versions.SingleOrDefault(version => version.Version == rotation.ToVersion)?.ActivatedAt;
        if (await sweeps.RunAsync(work, RangeKind.Verify, MigratingPass, activated, cancellationToken).ConfigureAwait(false) is { } held)
            return held;

        var quarantined = await store.CountQuarantinedAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false);
        if (quarantined > 0)
            return new StepResult.Broke(QuarantineText.Of(rotation.Id, quarantined, await store.CountSuspectsAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false)));

        var now = time.GetUtcNow();
        var rewritten = (await store.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false)).Sum(range => range.RowsRewritten);
        var next = rotation with { State = RotationState.Completed, Outcome = RotationOutcome.Success, EndedAt = now, Hold = null, LastError = null };
        try
        {
            await rotations.CompleteAsync(
                work.Fence, rotation, next, targets.PlacesOf(rotation.KeyType), RotationEvents.Completed(rotation, next, now, rewritten), cancellationToken).ConfigureAwait(false);
        }
        catch (TargetsMissingException late)
        {
            return TargetsHere.WaitFor(late.Targets);
        }
        return new StepResult.Moved(next);
    }
}
