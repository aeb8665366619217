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

    /// <summary>Renews the claims at once.</summary>
    /// <exception cref="ClaimLostException">Another node took over, or an emergency.</exception>
    public required Func<CancellationToken, Task> ProveClaimsAsync { get; init; }

    /// <summary>Batch size and pace, as an operator sets them for this rotation.</summary>
    public Func<CancellationToken, Task<MigrationTempo>> TempoAsync { get; init; } = _ => Task.FromResult(MigrationTempo.Configured);

    /// <summary>One pass over the targets.</summary>
    /// <param name="pass">Its number.</param>
    /// <param name="kind">What its batches do; whether they go to the new version or back follows from it.</param>
    /// <param name="firstPass">The pass whose ranges it repeats.</param>
    public MigrationWork Pass(int pass, RangeKind kind, int firstPass = 0) => new(Rotation.Id.Value, Rotation.KeyType, pass, kind, ResealMode.Of(kind))
    {
        ToVersion = RangeKinds.IsOfRollback(kind) ? Rotation.FromVersion : Rotation.ToVersion,
        FirstPass = firstPass,
        TempoAsync = TempoAsync,
        MayGoOnAsync = MayGoOnAsync,
        ProveClaimsAsync = ProveClaimsAsync,
    };
}
