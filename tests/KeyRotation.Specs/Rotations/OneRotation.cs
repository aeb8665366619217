using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>A store in memory that has one rotation and moves it by the rules of the real one.</summary>
internal sealed class OneRotation(Rotation rotation) : IRotationStore
{
    public Rotation Current { get; private set; } = rotation;

    public List<AuditEvent> Events { get; } = [];

    public Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken) =>
        Task.FromResult(Current.IsOpen && Current.KeyType == keyType ? Current : null);

    public Task ChangeAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken)
    {
        RotationTransitions.Require(current.State, next.State);
        Current = next;
        Events.Add(@event);
        return Task.CompletedTask;
    }

    // Not asked for by what the specs exercise: a call is a change of behaviour, and fails the spec.
    public Task<OpenedRotation> OpenAsync(Rotation rotation, AuditEvent opened, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Rotation?> FindAsync(RotationId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CreateVersionAsync(Fence fence, Rotation current, Rotation next, KeyVersion version, AuditEvent @event, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> ActivateAsync(Fence fence, Rotation current, Rotation next, Activation activation, AuditEvent @event, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task AllowOutsideWindowAsync(RotationId id, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CancelAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task EscalateAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<EmergencyOpened> OpenEmergencyAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AdjustAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Rotation>> ListAsync(RotationFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RotationTotals> TotalsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task NoteHoldAsync(RotationId id, RotationHold? hold, CancellationToken cancellationToken) => throw new NotSupportedException();
}
