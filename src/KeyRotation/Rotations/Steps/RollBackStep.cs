using KeyRotation.Keys;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// rolling_back: which of its phases comes next follows from the two versions, so one that was killed anywhere goes on from what the
/// store says (docs/cluster.md, "Rollback").
/// </summary>
public sealed class RollBackStep(IRotationStore rotations, IKeyStore keys, Reactivation reactivation, MigrationBack migration, TimeProvider time) : IRotationStep
{
    public RotationState State => RotationState.RollingBack;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        var versions = await keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return RollbackRules.PhaseOf(rotation, versions) switch
        {
            RollbackPhase.Withdraw => await WithdrawAsync(work, cancellationToken).ConfigureAwait(false),
            RollbackPhase.Reactivate => await reactivation.RunAsync(work, versions.Single(version => version.Version == rotation.FromVersion), cancellationToken).ConfigureAwait(false),
            RollbackPhase.MigrateBack => await migration.RunAsync(work, cancellationToken).ConfigureAwait(false),
            _ => new StepResult.Broke(StandsOtherwise(rotation, versions)),
        };
    }

    /// <summary>Nothing was ever sealed under its version, so nothing is to be moved.</summary>
    private async Task<StepResult> WithdrawAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        var now = time.GetUtcNow();
        var next = RolledBack(rotation, now);
        await rotations.CancelAsync(work.Fence, rotation, next, RotationEvents.RolledBack(rotation, next, now, records: 0, quarantined: 0), cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }

    /// <summary>The end. What it failed for stays readable.</summary>
    internal static Rotation RolledBack(Rotation rotation, DateTimeOffset now) =>
        rotation with { State = RotationState.RolledBack, EndedAt = now, Hold = null, NextAttemptAt = null };

    private static string StandsOtherwise(Rotation rotation, IReadOnlyCollection<KeyVersion> versions) =>
        RollbackRules.ObstacleOf(rotation, versions.SingleOrDefault(version => version.Version == rotation.FromVersion))?.Detail
        ?? $"Versions {rotation.FromVersion} and {rotation.ToVersion} of {rotation.KeyType} stand as no rollback leaves them. Compare the rows of key_version with the audit trail, or answer with an emergency rotation.";
}
