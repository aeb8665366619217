using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>Whether a rotation can be rolled back, and what comes next when it is (docs/cluster.md, "Rollback"). Pure.</summary>
public static class RollbackRules
{
    /// <param name="rotation">As somebody wants it rolled back.</param>
    /// <param name="versions">Of its key type.</param>
    /// <returns>Why not, with the way out; null when it can be.</returns>
    public static Refusal? RefusalOf(Rotation rotation, IReadOnlyCollection<KeyVersion> versions)
    {
        if (!rotation.IsOpen)
            return Refusals.Ended(rotation);
        if (rotation.State != RotationState.Failed)
            return Refusals.NotFailed(rotation);
        if (rotation.FromVersion is not { } number)
            return Refusals.NoPredecessor(rotation);
        var predecessor = versions.SingleOrDefault(version => version.Version == number);
        return ObstacleOf(rotation, predecessor) is { } obstacle ? obstacle
            : PhaseOf(rotation, versions) is null ? Refusals.RollbackNotPossible(rotation, predecessor!.State)
            : null;
    }

    /// <summary>Asked again before the predecessor is made active: it may have been disabled or compromised since.</summary>
    /// <param name="rotation">It has a predecessor.</param>
    /// <param name="predecessor">As it stands; null where there is no such version.</param>
    /// <returns>Why it may not be the active version again; null when it may.</returns>
    public static Refusal? ObstacleOf(Rotation rotation, KeyVersion? predecessor) => predecessor switch
    {
        null => Refusals.PredecessorMissing(rotation),
        { State: KeyVersionState.Retired or KeyVersionState.Destroyed } => Refusals.PredecessorRetired(rotation, predecessor.State),
        { CompromisedAt: not null } => Refusals.PredecessorCompromised(rotation),
        { State: KeyVersionState.Disabled } => Refusals.PredecessorDisabled(rotation),
        _ => null,
    };

    /// <summary>What comes next; null where the two versions stand as no rollback leaves them.</summary>
    public static RollbackPhase? PhaseOf(Rotation rotation, IReadOnlyCollection<KeyVersion> versions)
    {
        var predecessor = versions.SingleOrDefault(version => version.Version == rotation.FromVersion)?.State;
        var version = versions.SingleOrDefault(version => version.Version == rotation.ToVersion);
        if (predecessor is null || (version is null && rotation.ToVersion is not null))
            return null;
        return (predecessor, version) switch
        {
            (KeyVersionState.Active, null or { ActivatedAt: null }) => RollbackPhase.Withdraw,
            (KeyVersionState.Active, _) => RollbackPhase.MigrateBack,
            (_, { State: KeyVersionState.Active }) => RollbackPhase.Reactivate,
            _ => null,
        };
    }
}
