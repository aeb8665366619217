using KeyRotation.Keys;
using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

/// <summary>Rotations and versions as tests need them: what matters is said, the rest is the same everywhere.</summary>
internal static class RotationBuilder
{
    public static Rotation Scheduled(RotationTrigger trigger, string scheduledAt = "2026-03-01 12:00:00") => new()
    {
        Id = RotationId.New(Utc.At(scheduledAt)),
        KeyType = "token_encryption",
        State = RotationState.Scheduled,
        Trigger = trigger,
        Priority = RotationTriggers.PriorityOf(trigger),
        RequestedBy = Rotation.Scheduler,
        Reason = "",
        ScheduledAt = Utc.At(scheduledAt),
    };

    public static KeyVersion Active(string keyType, string activatedAt, int version = 1) => Version(keyType, KeyVersionState.Active, activatedAt, version);

    public static KeyVersion Version(string keyType, KeyVersionState state, string createdAt, int version = 1) => new()
    {
        KeyType = keyType,
        Version = version,
        State = state,
        CreatedAt = Utc.At(createdAt),
        ActivatedAt = state == KeyVersionState.Pending ? null : Utc.At(createdAt),
        KekId = "file:1",
        CheckValue = new byte[16],
    };
}
