namespace KeyRotation.Rotations;

/// <summary>A slot that a rotation works in.</summary>
/// <param name="Number">1, 2, 3 ...</param>
/// <param name="Rotation">Whose it is.</param>
public sealed record HeldSlot(int Number, RotationId Rotation);
