using KeyRotation.Claims;
using KeyRotation.Migration;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>Reads a rotation with its progress.</summary>
public sealed class RotationReader(IRotationStore rotations, IMigrationStore migrations, IClaimStore claims)
{
    /// <summary>Null when there is no such rotation.</summary>
    public async Task<RotationReport?> FindAsync(RotationId id, CancellationToken cancellationToken)
    {
        if (await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } rotation)
            return null;
        var ranges = await migrations.ListRangesAsync(id.Value, cancellationToken).ConfigureAwait(false);
        var held = rotation.IsOpen ? await claims.ListHeldAsync(RotationClaim.Of(rotation.KeyType), cancellationToken).ConfigureAwait(false) : [];
        var quarantined = await migrations.CountQuarantinedAsync(id.Value, cancellationToken).ConfigureAwait(false);
        return new RotationReport(rotation, held.FirstOrDefault(claim => claim.Name == RotationClaim.Of(rotation.KeyType))?.Holder, ranges, MigrationEstimate.Of(ranges), quarantined);
    }
}
