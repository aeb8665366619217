namespace KeyRotation.Rotations;

/// <summary>Why a rotation may not run now, and when to ask again at the latest.</summary>
public sealed record RotationHold(Hold Hold, DateTimeOffset Until);
