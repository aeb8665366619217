using KeyRotation.Keys;
using KeyRotation.Pauses;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>Reads what is open and what comes next.</summary>
public sealed class UpcomingReader(IRotationStore rotations, IKeyStore keys, PauseBoard pauses, RotationRules rules, RollbackHolds holds, TimeProvider time)
{
    public async Task<(IReadOnlyList<Rotation> Queue, IReadOnlyList<UpcomingRotation> Upcoming)> ReadAsync(CancellationToken cancellationToken)
    {
        await pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var open = (await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false)).Where(rotation => rules.Policies.Find(rotation.KeyType) is not null).ToArray();
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var held = await holds.UntilAsync(rules.Policies.All.Select(policy => policy.Name), cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return (RotationQueue.Order(open, rules.Policies, versions, now), UpcomingRotations.Of(rules, versions, open, now, held));
    }
}
