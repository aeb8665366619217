using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>Rotations as somebody opened them.</summary>
internal static class Open
{
    public static Rotation Rotation(RotationTrigger trigger, string keyType = "token_encryption", string scheduled = "2026-11-24 00:00") => new()
    {
        Id = RotationId.New(Moment.At(scheduled)),
        KeyType = keyType,
        State = RotationState.Scheduled,
        Trigger = trigger,
        Priority = RotationTriggers.PriorityOf(trigger),
        RequestedBy = "ada",
        Reason = "",
        ScheduledAt = Moment.At(scheduled),
    };
}
