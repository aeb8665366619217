using KeyRotation.Rotations;

namespace KeyRotation.Api.Rotations;

/// <summary>A rotation, in a list.</summary>
internal sealed record RotationDto(
    string Id, string KeyType, RotationState State, RotationOutcome? Outcome, RotationTrigger Trigger, RotationPriority Priority, string RequestedBy, string Reason,
    DateTimeOffset ScheduledAt, DateTimeOffset? NotBefore, bool OutsideWindow, int? FromVersion, int? ToVersion, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    Hold? Hold, string? HoldDetail, DateTimeOffset? HoldUntil, RotationState? FailedIn, string? LastError, int Attempts, DateTimeOffset? NextAttemptAt,
    int? BatchSize, int? Pace, string? SupersededBy, string? RollbackBy, string? RollbackReason, DateTimeOffset? RollbackAt, DateTimeOffset? ReactivatedAt)
{
    public static RotationDto Of(Rotation rotation) => new(
        rotation.Id.ToString(), rotation.KeyType, rotation.State, rotation.Outcome, rotation.Trigger, rotation.Priority, rotation.RequestedBy, rotation.Reason,
        rotation.ScheduledAt, rotation.NotBefore, rotation.OutsideWindow, rotation.FromVersion, rotation.ToVersion, rotation.StartedAt, rotation.EndedAt,
        rotation.Hold, rotation.HoldDetail, rotation.HoldUntil, rotation.FailedIn, rotation.LastError, rotation.Attempts, rotation.NextAttemptAt,
        rotation.BatchSize, rotation.Pace, rotation.SupersededBy?.ToString(),
        rotation.Rollback?.By, rotation.Rollback?.Reason, rotation.Rollback?.At, rotation.ReactivatedAt);
}
