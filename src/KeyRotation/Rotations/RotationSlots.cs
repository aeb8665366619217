using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>
/// At most this many rotations work at once in the whole cluster: a slot is a claim like any other, and is part of the fence.
/// </summary>
public sealed class RotationSlots(IClaimStore claims, int maxConcurrentRotations)
{
    public async Task<Claim?> TryTakeAsync(CancellationToken cancellationToken)
    {
        for (var slot = 1; slot <= maxConcurrentRotations; slot++)
            if (await claims.TryTakeAsync($"slot:{slot}", cancellationToken).ConfigureAwait(false) is { } claim)
                return claim;
        return null;
    }
}
