namespace KeyRotation.Rotations;

/// <summary>A rotation that detection wants opened.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Trigger">Why.</param>
/// <param name="Reason">The same for people, with figures.</param>
public sealed record PlannedRotation(string KeyType, RotationTrigger Trigger, string Reason)
{
    /// <summary>The active version by which it is due, 0 = there was none: where another one is active by now, it is due no more. Null = it is opened all the same.</summary>
    public int? SeenActive { get; init; }

    public RotationPriority Priority => RotationTriggers.PriorityOf(Trigger);
}
