using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>Sets forsaken rotations going again, on every node twice a second: the hourly assessment would be late for them.</summary>
/// <remarks>One caller at a time.</remarks>
public sealed class RotationWatch(IRotationStore rotations, IClaimStore claims, RotationRules rules, IScheduleControl schedule, TimeProvider time)
{
    /// <summary>A trigger that fires at once needs this long to be seen, acquired and claimed, on a busy node.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<RotationId, DateTimeOffset> _asked = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forsaken = (await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false)).Where(rotation => IsForsaken(rotation, now)).ToArray();
        foreach (var found in _asked.Keys.Except(forsaken.Select(rotation => rotation.Id)).ToArray())
            _asked.Remove(found);
        foreach (var rotation in forsaken)
        {
            if ((_asked.TryGetValue(rotation.Id, out var asked) && now - asked < AgainAfter) || await IsInHandAsync(rotation, cancellationToken).ConfigureAwait(false))
                continue;
            _asked[rotation.Id] = now;
            await schedule.TakeOverAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One of a key type that only other nodes are configured with is theirs.</summary>
    private bool IsForsaken(Rotation rotation, DateTimeOffset now) =>
        rules.Policies.Find(rotation.KeyType) is not null && ForsakenRotations.Contains(rotation, now) && rules.HoldOf(rotation, now) is null;

    private async Task<bool> IsInHandAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var name = RotationClaim.Of(rotation.KeyType);
        return (await claims.ListHeldAsync(name, cancellationToken).ConfigureAwait(false)).Any(claim => claim.Name == name);
    }
}
