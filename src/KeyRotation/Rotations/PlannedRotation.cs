namespace KeyRotation.Rotations;

/// <summary>A rotation that detection wants opened.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Trigger">Why.</param>
/// <param name="Reason">The same for people, with figures.</param>
public sealed record PlannedRotation(string KeyType, RotationTrigger Trigger, string Reason)
{
    public RotationPriority Priority => RotationTriggers.PriorityOf(Trigger);
}
