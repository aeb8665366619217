using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>What a run of a rotation acts under: the rotation's claim, and a slot while it works.</summary>
internal sealed class RotationTurn(Claim rotation)
{
    /// <summary>Null while none is held.</summary>
    public Claim? Slot { get; private set; }

    /// <summary>The rotation that the slot is held for.</summary>
    public RotationId SlotOf { get; private set; }

    public Fence Fence => Slot is { } slot ? new Fence(rotation, slot) : new Fence(rotation);

    public void Hold(Claim? slot, RotationId of) => (Slot, SlotOf) = (slot, of);

    /// <summary>The slot that was held, which is held no more.</summary>
    public Claim? Drop()
    {
        var slot = Slot;
        Slot = null;
        return slot;
    }
}
