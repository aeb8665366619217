namespace KeyRotation.Rotations;

/// <summary>Why a rotation may not run now, and when to ask again at the latest.</summary>
/// <param name="Hold">Why.</param>
/// <param name="Until">UTC.</param>
/// <param name="Detail">The same for people, with names; null where the hold says all.</param>
public sealed record RotationHold(Hold Hold, DateTimeOffset Until, string? Detail = null);
