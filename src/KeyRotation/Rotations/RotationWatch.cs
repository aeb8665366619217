using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>Sets forsaken rotations going again, on every node each second: the hourly assessment would be late for them.</summary>
public sealed class RotationWatch(IRotationStore rotations, IClaimStore claims, RotationRules rules, IScheduleControl schedule, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var rotation in open.Where(rotation => ForsakenRotations.Contains(rotation, now) && rules.HoldOf(rotation, now) is null))
            if (!await IsInHandAsync(rotation, cancellationToken).ConfigureAwait(false))
                await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsInHandAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var name = RotationClaim.Of(rotation.KeyType);
        return (await claims.ListHeldAsync(name, cancellationToken).ConfigureAwait(false)).Any(claim => claim.Name == name);
    }
}
