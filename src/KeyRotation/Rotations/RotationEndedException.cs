namespace KeyRotation.Rotations;

/// <summary>The rotation has ended, so nothing about it can be asked for any more. Nothing was changed.</summary>
public sealed class RotationEndedException(RotationId id) : Exception($"Rotation {id} has ended or does not exist. Nothing was changed.");
