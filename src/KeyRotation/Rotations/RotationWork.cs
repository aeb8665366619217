using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>A rotation in hand: as it stands, under which claims, by which policy.</summary>
public sealed record RotationWork(Rotation Rotation, Fence Fence, KeyTypePolicy Policy, KeyTypeRecord KeyType)
{
    /// <summary>As an operator set it for this rotation.</summary>
    public MigrationTempo Tempo => new(Rotation.BatchSize, Rotation.Pace);

    /// <summary>Asked between batches: may the rotation go on, by window, pause and shutdown?</summary>
    public required Func<bool> MayGoOn { get; init; }
}
