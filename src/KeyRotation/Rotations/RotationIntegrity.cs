using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>
/// Whether a rotation's row can have come about by itself. One that was edited by hand into what cannot be is failed with the
/// reason, rather than worked on or stumbled over at every look. Pure.
/// </summary>
public static class RotationIntegrity
{
    /// <param name="rotation">An open rotation that is not failed.</param>
    /// <param name="versions">Of its key type.</param>
    /// <returns>What is wrong and what to do; null when nothing is.</returns>
    public static string? ProblemOf(Rotation rotation, IReadOnlyCollection<KeyVersion> versions)
    {
        var problem = rotation.Unreadable ?? Contradiction(rotation, versions);
        return problem is null
            ? null
            : $"The row of rotation {rotation.Id} cannot be right: {problem} It was edited by hand, or the store was damaged. Compare it with the audit trail, repair it and retry, or answer with an emergency rotation, which takes over.";
    }

    private static string? Contradiction(Rotation rotation, IReadOnlyCollection<KeyVersion> versions)
    {
        var version = versions.SingleOrDefault(version => version.Version == rotation.ToVersion);
        return rotation.State switch
        {
            RotationState.Scheduled when rotation.ToVersion is { } created => $"it is scheduled and has created version {created} already.",
            RotationState.Generating when rotation.ToVersion is not null && version is null => $"it created version {rotation.ToVersion}, which is not there.",
            RotationState.Generating when version is not null and not { State: KeyVersionState.Pending } => $"it is generating, and its version {version.Version} is {version.State}, not pending.",
            RotationState.Propagating or RotationState.Migrating or RotationState.Verifying when rotation.ToVersion is null => $"it is {rotation.State} without a version.",
            RotationState.Propagating or RotationState.Migrating or RotationState.Verifying when version is null => $"it is {rotation.State}, and its version {rotation.ToVersion} is not there.",
            RotationState.Propagating when version!.State != KeyVersionState.Pending => $"it is propagating, and its version {version.Version} is {version.State}, not pending.",
            RotationState.Migrating or RotationState.Verifying when version!.State != KeyVersionState.Active => $"it is {rotation.State}, and its version {version.Version} is {version.State}, not active.",
            RotationState.RollingBack when rotation.FromVersion is null => "it rolls back, and had no predecessor.",
            RotationState.RollingBack when rotation.ToVersion is not null && version is null => $"it rolls back, and its version {rotation.ToVersion} is not there.",
            RotationState.RollingBack when versions.All(other => other.Version != rotation.FromVersion) => $"it rolls back, and its predecessor, version {rotation.FromVersion}, is not there.",
            _ => null,
        };
    }
}
