using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>Questions to a state.</summary>
public static class RotationStates
{
    /// <summary>Ranges are worked on in it, on any number of nodes.</summary>
    public static bool Migrates(RotationState state) => state is RotationState.Migrating or RotationState.Verifying or RotationState.RollingBack;

    /// <summary>Ranges of this kind are worked on in it: a rotation that rolls back goes on with none of those that it failed with.</summary>
    public static bool WorksOn(RotationState state, RangeKind kind) => Migrates(state) && RangeKinds.IsOfRollback(kind) == (state == RotationState.RollingBack);
}
