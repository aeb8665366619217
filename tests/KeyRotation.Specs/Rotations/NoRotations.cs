using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>A store of which nothing is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
internal abstract class NoRotations : IRotationStore
{
    public virtual Task<OpenedRotation> OpenAsync(Rotation rotation, AuditEvent opened, int? seenActive, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<Rotation?> FindAsync(RotationId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task ChangeAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task CompleteAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<TargetPlace> targets, AuditEvent @event, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task CreateVersionAsync(Fence fence, Rotation current, Rotation next, KeyVersion version, AuditEvent @event, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task<long> ActivateAsync(Fence fence, Rotation current, Rotation next, Activation activation, AuditEvent @event, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task SettleAsync(Fence fence, Rotation current, IReadOnlyList<int> versions, DateTimeOffset settlesAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task AllowOutsideWindowAsync(RotationId id, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task RetryAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<string>? targets, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task BeginRollbackAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task CancelAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task EscalateAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<EmergencyOpened> OpenEmergencyAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task AdjustAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<Rotation>> ListAsync(RotationFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<RotationTotals> TotalsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task NoteHoldAsync(Rotation rotation, RotationHold? hold, CancellationToken cancellationToken) => throw new NotSupportedException();
}
