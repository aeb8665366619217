using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>
/// Rotations as the store has them. Each change is one transaction: the fence first, then the change, then its audit events.
/// A change and its events commit together or not at all; a change whose COMMIT reply was lost is found by its event's id.
/// </summary>
public interface IRotationStore
{
    /// <summary>Opens the rotation, unless its key type has an open one; then nothing changes and that one's id is returned.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="opened">Its event.</param>
    /// <param name="seenActive">Opened only where this version is active, 0 = none; null = whichever is.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    Task<OpenedRotation> OpenAsync(Rotation rotation, AuditEvent opened, int? seenActive, CancellationToken cancellationToken);

    Task<Rotation?> FindAsync(RotationId id, CancellationToken cancellationToken);

    Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken);

    Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the rotation, if it is still in the state that the caller read.</summary>
    /// <exception cref="RotationMovedException">It is in another state by now.</exception>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task ChangeAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Ends the rotation, every row of its key type verified, unless a target is registered that was not among those, or with another table.</summary>
    /// <exception cref="TargetsMissingException">One is, by now; nothing was changed.</exception>
    Task CompleteAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<TargetPlace> targets, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Inserts the version that the rotation creates: the only act that creates a version.</summary>
    Task CreateVersionAsync(Fence fence, Rotation current, Rotation next, KeyVersion version, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>
    /// In one transaction: the version active, the one that was active in grace, the activation number grown. For a rollback the version
    /// is the predecessor, and its grace period is over.
    /// </summary>
    /// <returns>The number of the activation.</returns>
    Task<long> ActivateAsync(Fence fence, Rotation current, Rotation next, Activation activation, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Notes from when on nothing sealed under these versions in good faith turns up any more, with an event for each.</summary>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task SettleAsync(Fence fence, Rotation current, IReadOnlyList<int> versions, DateTimeOffset settlesAt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Lets an open rotation run outside the maintenance window. Intent only: no claim is needed.</summary>
    Task AllowOutsideWindowAsync(RotationId id, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Raises an open rotation's priority, and says why, unless it has that priority or a higher one.</summary>
    Task EscalateAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>
    /// An emergency, in one transaction: marks the active version compromised where asked; then raises a rotation that has not
    /// activated yet, or supersedes one that has and opens a new one, or opens one where none is. The claim of a superseded one is
    /// taken from its holder.
    /// </summary>
    Task<EmergencyOpened> OpenEmergencyAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a failed rotation back, and forgets the sweeps and the quarantine of some targets, or of all, in one transaction: every row
    /// of them is opened anew, and one that still does not open is listed again.
    /// </summary>
    Task RetryAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<string>? targets, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// A failed rotation begins to roll back, in one transaction: who and why, and its quarantine forgotten, since every row is opened
    /// anew. What it migrated stays as it is.
    /// </summary>
    Task BeginRollbackAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken);

    /// <summary>Ends the rotation before its activation; a version that it created is disabled in the same transaction.</summary>
    Task CancelAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Changes what an operator may adjust of an open rotation (batch size, pace), without a claim.</summary>
    Task AdjustAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Rotations, the latest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<Rotation>> ListAsync(RotationFilter filter, CancellationToken cancellationToken);

    /// <summary>Counts and durations over all rotations that there ever were.</summary>
    Task<RotationTotals> TotalsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Shows why the rotation waits; null = it does not. Not a change of state, so not audited; and nothing is shown where it has another
    /// state or priority by now: who says so knows another rotation.
    /// </summary>
    Task NoteHoldAsync(Rotation rotation, RotationHold? hold, CancellationToken cancellationToken);
}
