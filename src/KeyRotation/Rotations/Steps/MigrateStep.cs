using KeyRotation.Migration;

namespace KeyRotation.Rotations.Steps;

/// <summary>migrating: rewrites every reference to an older version, target by target, batch by batch.</summary>
public sealed class MigrateStep(IRotationStore rotations, ITargetTables targets, MigrationRun migration, TimeProvider time) : IRotationStep
{
    private const int MigratingPass = 0;

    public RotationState State => RotationState.Migrating;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        if (await TargetsHere.HoldAsync(targets, rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } missing)
            return missing;
        long rewritten = 0;
        foreach (var table in targets.For(rotation.KeyType))
        {
            var range = await migration.RunAsync(work.Fence, rotation.Id.Value, table, MigratingPass, _ => rotation.ToVersion!.Value, ResealMode.Migrate, work.MayGoOn, work.Tempo, cancellationToken).ConfigureAwait(false);
            if (range.FinishedAt is null)
                return new StepResult.Stopped();
            rewritten += range.RowsRewritten;
        }
        var now = time.GetUtcNow();
        var next = rotation.MovedTo(RotationState.Verifying);
        await rotations.ChangeAsync(work.Fence, rotation, next, RotationEvents.Moved(rotation, next, now, rewritten), cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }
}
