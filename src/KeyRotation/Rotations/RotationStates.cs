namespace KeyRotation.Rotations;

/// <summary>Questions to a state.</summary>
public static class RotationStates
{
    /// <summary>Ranges are worked on in it, on any number of nodes.</summary>
    public static bool Migrates(RotationState state) => state is RotationState.Migrating or RotationState.Verifying or RotationState.RollingBack;
}
