namespace KeyRotation.Rotations;

/// <summary>What somebody asks for who schedules a rotation.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Trigger">Why.</param>
/// <param name="Priority">Null = what follows from the trigger; another one is refused.</param>
/// <param name="Reason">For people.</param>
/// <param name="NotBefore">Not to start before, UTC; null = as soon as its priority allows.</param>
/// <param name="By">A user or a login.</param>
public sealed record ScheduleRequest(string KeyType, RotationTrigger Trigger, RotationPriority? Priority, string Reason, DateTimeOffset? NotBefore, string By)
{
    /// <summary>The id that the rotation is to have, so that a request carried out twice opens it once; null = a new one.</summary>
    public RotationId? Id { get; init; }
}
