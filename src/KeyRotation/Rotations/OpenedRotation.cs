namespace KeyRotation.Rotations;

/// <summary>What became of a request to open a rotation.</summary>
/// <param name="Opened">False when the key type had an open rotation already.</param>
/// <param name="Id">The new rotation, or the one that was open.</param>
public sealed record OpenedRotation(bool Opened, RotationId Id);
