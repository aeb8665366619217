using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>A store in memory that has one rotation and moves it by the rules of the real one.</summary>
internal sealed class OneRotation(Rotation rotation) : NoRotations
{
    public Rotation Current { get; private set; } = rotation;

    public List<AuditEvent> Events { get; } = [];

    public override Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken) =>
        Task.FromResult(Current.IsOpen && Current.KeyType == keyType ? Current : null);

    public override Task ChangeAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken)
    {
        RotationTransitions.Require(current.State, next.State);
        Current = next;
        Events.Add(@event);
        return Task.CompletedTask;
    }
}
