using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>
/// Looks twice a second whether another node's rotation has ranges that nobody works on, while this node has a seat free: so whoever joins
/// takes part, without anybody having to know who is there.
/// </summary>
public sealed class RangeWatch(IRotationStore rotations, IMigrationStore migrations, RotationRules rules, RangeSeats seats, IRangeSharing sharing, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!seats.HasFree)
            return;
        var now = time.GetUtcNow();
        foreach (var rotation in await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false))
            if (IsShared(rotation) && rules.Policies.Find(rotation.KeyType) is not null && rules.HoldOf(rotation, now) is null
                && (await migrations.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false)).Any(range => range.IsFree && RotationStates.WorksOn(rotation.State, range.Kind)))
                await sharing.TakePartAsync(rotation.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One that has a pace is not: each node would keep it for itself.</summary>
    private static bool IsShared(Rotation rotation) => RotationStates.Migrates(rotation.State) && rotation.Hold is null && rotation.Pace is null;
}
