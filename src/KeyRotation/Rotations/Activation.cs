namespace KeyRotation.Rotations;

/// <summary>What an activation sets.</summary>
/// <param name="Version">The version that may encrypt from now on.</param>
/// <param name="CheckValue">Of the version: what a consumer must say that it holds.</param>
/// <param name="At">The moment, UTC, by policy time.</param>
/// <param name="PredecessorGraceEndsAt">When the version that was active stops being readable.</param>
public sealed record Activation(int Version, byte[] CheckValue, DateTimeOffset At, DateTimeOffset PredecessorGraceEndsAt)
{
    /// <summary>Consumers that an emergency does not wait for any longer; empty = every live one must hold the version.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}
