using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using KeyRotation.Rotations;

namespace KeyRotation.Api.Rotations;

/// <summary>Rotations as they may be answered.</summary>
internal static class RotationExamples
{
    public static RotationDto Scheduled { get; } = new(
        Examples.RotationId, Examples.KeyType, RotationState.Scheduled, Outcome: null, RotationTrigger.PlannedMaintenance, RotationPriority.Normal, "jwt:anna", "before the audit",
        Examples.Opened, NotBefore: null, OutsideWindow: false, FromVersion: null, ToVersion: null, StartedAt: null, EndedAt: null,
        Hold: null, HoldDetail: null, HoldUntil: null, FailedIn: null, LastError: null, Attempts: 0, NextAttemptAt: null,
        BatchSize: null, Pace: null, SupersededBy: null, RollbackBy: null, RollbackReason: null, RollbackAt: null, ReactivatedAt: null);

    public static RotationDto Migrating { get; } = Scheduled with { State = RotationState.Migrating, FromVersion = 7, ToVersion = 8, StartedAt = Examples.Started };

    public static RotationDto Tuned { get; } = Migrating with { BatchSize = 500, Pace = 2000 };

    public static RotationDto Cancelled { get; } = Scheduled with { State = RotationState.Cancelled, EndedAt = Examples.Later };

    public static RotationDto Accepted { get; } = Migrating with { State = RotationState.Completed, Outcome = RotationOutcome.Partial, EndedAt = Examples.Later };

    public static RotationDto RollingBack { get; } = Migrating with { State = RotationState.RollingBack, RollbackBy = "jwt:anna", RollbackReason = "the application does not start", RollbackAt = Examples.Later };

    public static PageDto<RotationDto> Page { get; } = new([Migrating], NextCursor: null);

    public static RotationDetailDto Detail { get; } = new(
        Migrating, "node-1/4711",
        new RotationDetailDto.ProgressDto(RowsTotal: 1_000_000, RowsDone: 250_000, RowsRewritten: 249_990, RowsPerSecond: 5000.5, EtaSeconds: 150),
        [new RotationDetailDto.RangeDto("oauth-tokens", Pass: 0, Range: 0, RowsRead: 250_000, RowsRewritten: 249_990, RowsVerified: 249_990, RowsSuperseded: 10, RowsQuarantined: 0, Examples.Started, Examples.Later, FinishedAt: null)],
        Quarantined: 0);

    public static ScheduleDto Schedule { get; } = new(
        [Scheduled], [new ScheduleDto.NextDto(Examples.KeyType, Examples.Started, new ScheduleDto.WindowDto(Examples.Started, Examples.Started.AddHours(4)), Examples.RotationId)]);

    public static PageDto<ScheduledKeyType> ScheduledAll { get; } = new(
        [
            new ScheduledKeyType(Examples.KeyType, ScheduleResult.Opened, new RotationId(Guid.ParseExact(Examples.RotationId, "D")), "A rotation was opened."),
            new ScheduledKeyType("api_signature", ScheduleResult.NotDue, null, "It is not due."),
        ],
        NextCursor: null);

    public static EmergencyDto Emergency { get; } = new(Examples.RotationId, Raised: false, Superseded: null, CompromisedVersion: 7, RoutinePaused: true, Examples.OtherId);
}
