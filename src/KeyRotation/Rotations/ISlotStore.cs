using KeyRotation.Audit;
using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>
/// The slots of the cluster. A slot belongs to a rotation, not to a process: whoever works for the rotation keeps it, and a node that
/// takes the rotation over finds it still there (docs/cluster.md).
/// </summary>
public interface ISlotStore
{
    /// <summary>Slots that are held at this moment.</summary>
    Task<IReadOnlyList<HeldSlot>> ListHeldAsync(CancellationToken cancellationToken);

    /// <summary>Takes the slot for a rotation, where nobody has it or the rotation has it already; null where another has it.</summary>
    /// <param name="slot">1, 2, 3 ...</param>
    /// <param name="rotation">Whose it will be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Claim?> TryTakeAsync(int slot, RotationId rotation, CancellationToken cancellationToken);

    /// <summary>Keeps whichever slot the rotation has; false where it has none any more.</summary>
    Task<bool> RenewAsync(RotationId rotation, CancellationToken cancellationToken);

    /// <summary>Gives the slot back. While other nodes still work on the rotation's ranges it stays; it is over soon after them.</summary>
    Task ReleaseAsync(Claim slot, RotationId rotation, CancellationToken cancellationToken);

    /// <summary>
    /// In one transaction: takes the slot, the rotation's claim and its ranges from the victim, whose batch in hand then commits nothing,
    /// sends it back to the queue, and hands the slot over.
    /// </summary>
    /// <param name="fence">The claim that the emergency is worked on under.</param>
    /// <param name="slot">As it is held.</param>
    /// <param name="victim">The rotation that has it.</param>
    /// <param name="hold">What the victim waits for from then on.</param>
    /// <param name="emergency">Whose the slot will be.</param>
    /// <param name="event">For the audit trail.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The slot; null where the victim does not have it any more.</returns>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task<Claim?> PreemptAsync(Fence fence, HeldSlot slot, Rotation victim, RotationHold hold, RotationId emergency, AuditEvent @event, CancellationToken cancellationToken);
}
