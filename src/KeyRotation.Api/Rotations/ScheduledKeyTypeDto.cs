using KeyRotation.Rotations;

namespace KeyRotation.Api.Rotations;

/// <summary>What became of a key type when all were scheduled.</summary>
internal sealed record ScheduledKeyTypeDto(string KeyType, ScheduleResult Result, string? RotationId, string Detail)
{
    public static ScheduledKeyTypeDto Of(ScheduledKeyType scheduled) => new(scheduled.KeyType, scheduled.Result, scheduled.Rotation?.ToString(), scheduled.Detail);
}
