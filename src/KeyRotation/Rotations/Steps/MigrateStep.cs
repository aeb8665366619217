using KeyRotation.Migration;

namespace KeyRotation.Rotations.Steps;

/// <summary>migrating: rewrites every reference to an older version, on as many nodes as take part.</summary>
public sealed class MigrateStep(IRotationStore rotations, ITargetTables targets, MigrationPass migration, TimeProvider time) : IRotationStep
{
    private const int MigratingPass = 0;

    public RotationState State => RotationState.Migrating;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        if (await TargetsHere.HoldAsync(targets, rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } missing)
            return missing;
        if (rotation.Hold is not null)
            await rotations.NoteHoldAsync(rotation, null, cancellationToken).ConfigureAwait(false);
        var pass = await migration.RunAsync(work.Fence, work.Pass(MigratingPass, RangeKind.Migrate), targets.For(rotation.KeyType), cancellationToken).ConfigureAwait(false);
        if (!pass.IsFinished)
            return new StepResult.Stopped();
        var now = time.GetUtcNow();
        var next = rotation.MovedTo(RotationState.Verifying);
        await rotations.ChangeAsync(work.Fence, rotation, next, RotationEvents.Moved(rotation, next, now, pass.RowsRewritten), cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }
}
