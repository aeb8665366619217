using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>A rotation in hand: as it stands, under which claims, by which policy.</summary>
public sealed record RotationWork(Rotation Rotation, Fence Fence, KeyTypePolicy Policy, KeyTypeRecord KeyType)
{
    /// <summary>Asked between batches: may the rotation go on, by window, pause and shutdown? It keeps the claims as well.</summary>
    /// <exception cref="ClaimLostException">Another node took over.</exception>
    public required Func<CancellationToken, Task<bool>> MayGoOnAsync { get; init; }

    /// <summary>One pass over the targets.</summary>
    public MigrationWork Pass(int pass, RangeKind kind) => new(Rotation.Id.Value, Rotation.KeyType, pass, kind, ResealMode.Of(kind))
    {
        ToVersion = Rotation.ToVersion,
        // As an operator set it for this rotation.
        Tempo = new MigrationTempo(Rotation.BatchSize, Rotation.Pace),
        MayGoOnAsync = MayGoOnAsync,
    };
}
