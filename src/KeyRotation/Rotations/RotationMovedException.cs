namespace KeyRotation.Rotations;

/// <summary>The rotation is no longer in the state that it was read in; somebody else moved it. Nothing was changed.</summary>
public sealed class RotationMovedException(RotationId id, RotationState expected)
    : Exception($"Rotation {id} was expected in state {expected} and is not in it any more. Nothing was changed; read it again.");
