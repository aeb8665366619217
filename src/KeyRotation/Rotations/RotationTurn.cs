using KeyRotation.Claims;

namespace KeyRotation.Rotations;

/// <summary>What a run of a rotation acts under: the rotation's claim, and a slot while it works.</summary>
internal sealed class RotationTurn(Claim rotation)
{
    /// <summary>Null while none is held.</summary>
    public Claim? Slot { get; set; }

    public Fence Fence => Slot is { } slot ? new Fence(rotation, slot) : new Fence(rotation);
}
