using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>
/// Rotations as the store has them. Each change is one transaction: the fence first, then the change, then its audit events.
/// A change and its events commit together or not at all; a change whose COMMIT reply was lost is found by its event's id.
/// </summary>
public interface IRotationStore
{
    /// <summary>Opens the rotation, unless its key type has an open one; then nothing changes and that one's id is returned.</summary>
    Task<OpenedRotation> OpenAsync(Rotation rotation, AuditEvent opened, CancellationToken cancellationToken);

    Task<Rotation?> FindAsync(RotationId id, CancellationToken cancellationToken);

    Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken);

    Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the rotation, if it is still in the state that the caller read.</summary>
    /// <exception cref="RotationMovedException">It is in another state by now.</exception>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task ChangeAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Inserts the version that the rotation creates: the only act that creates a version.</summary>
    Task CreateVersionAsync(Fence fence, Rotation current, Rotation next, KeyVersion version, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>In one transaction: the new version active, its predecessor in grace, the activation number grown.</summary>
    /// <returns>The number of the activation.</returns>
    Task<long> ActivateAsync(Fence fence, Rotation current, Rotation next, Activation activation, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Lets an open rotation run outside the maintenance window. Intent only: no claim is needed.</summary>
    Task AllowOutsideWindowAsync(RotationId id, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Shows why the rotation waits, or that it does not. Not a change of state, so not audited.</summary>
    Task NoteHoldAsync(RotationId id, Hold? hold, CancellationToken cancellationToken);
}
