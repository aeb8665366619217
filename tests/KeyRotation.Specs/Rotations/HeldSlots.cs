using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>Slots in memory, some of them held from the start. Of it nothing else is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
internal sealed class HeldSlots(params HeldSlot[] held) : ISlotStore
{
    private readonly Dictionary<int, RotationId> _held = held.ToDictionary(slot => slot.Number, slot => slot.Rotation);

    /// <summary>The hold of each rotation that a slot was taken from.</summary>
    public Dictionary<RotationId, RotationHold> Preempted { get; } = [];

    public Task<IReadOnlyList<HeldSlot>> ListHeldAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HeldSlot>>([.. _held.Select(slot => new HeldSlot(slot.Key, slot.Value))]);

    public Task<Claim?> TryTakeAsync(int slot, RotationId rotation, CancellationToken cancellationToken)
    {
        _held.TryAdd(slot, rotation);
        return Task.FromResult(_held[slot] == rotation ? Taken(slot, rotation) : null);
    }

    public Task<Claim?> PreemptAsync(Fence fence, HeldSlot slot, Rotation victim, RotationHold hold, RotationId emergency, AuditEvent @event, CancellationToken cancellationToken)
    {
        if (_held[slot.Number] != victim.Id)
            return Task.FromResult<Claim?>(null);
        _held[slot.Number] = emergency;
        Preempted[victim.Id] = hold;
        return Task.FromResult(Taken(slot.Number, emergency));
    }

    public Task<bool> RenewAsync(RotationId rotation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReleaseAsync(Claim slot, RotationId rotation, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static Claim? Taken(int slot, RotationId rotation) => new($"slot:{slot}", $"rotation {rotation}", 1);
}
