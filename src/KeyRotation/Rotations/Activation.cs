namespace KeyRotation.Rotations;

/// <summary>What an activation sets.</summary>
/// <param name="Version">The version that may encrypt from now on.</param>
/// <param name="At">The moment, UTC, by policy time.</param>
/// <param name="PredecessorGraceEndsAt">When the version that was active stops being readable.</param>
public sealed record Activation(int Version, DateTimeOffset At, DateTimeOffset PredecessorGraceEndsAt);
