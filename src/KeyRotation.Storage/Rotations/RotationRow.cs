using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Rotations;

/// <summary>A row of <c>rotation</c>, both ways.</summary>
internal sealed class RotationRow
{
    public Uid RotationId { get; init; }
    public required string KeyType { get; init; }
    public required string State { get; init; }
    public string? Outcome { get; init; }
    public required string TriggerName { get; init; }
    public required string Priority { get; init; }
    public required string RequestedBy { get; init; }
    public required string Reason { get; init; }
    public Instant ScheduledAt { get; init; }
    public Instant? NotBefore { get; init; }
    public int OutsideWindow { get; init; }
    public int? FromVersion { get; init; }
    public int? ToVersion { get; init; }
    public Instant? StartedAt { get; init; }
    public Instant? EndedAt { get; init; }
    public string? Hold { get; init; }
    public string? FailedIn { get; init; }
    public string? LastError { get; init; }
    public int Attempts { get; init; }
    public Instant? NextAttemptAt { get; init; }

    public string? HoldDetail { get; init; }
    public Instant? HoldUntil { get; init; }
    public Instant? PropagatingSince { get; init; }
    public int? BatchSize { get; init; }
    public int? Pace { get; init; }
    public Uid? SupersededBy { get; init; }
    public string? RollbackBy { get; init; }
    public string? RollbackReason { get; init; }
    public Instant? RollbackAt { get; init; }
    public Instant? ReactivatedAt { get; init; }
    public string? TraceParent { get; init; }

    public static RotationRow Of(Rotation rotation) => new()
    {
        RotationId = rotation.Id.Value,
        KeyType = rotation.KeyType,
        State = rotation.State.ToSnakeCase(),
        Outcome = rotation.Outcome?.ToSnakeCase(),
        TriggerName = rotation.Trigger.ToSnakeCase(),
        Priority = rotation.Priority.ToSnakeCase(),
        RequestedBy = rotation.RequestedBy,
        Reason = rotation.Reason,
        ScheduledAt = rotation.ScheduledAt,
        NotBefore = rotation.NotBefore,
        OutsideWindow = rotation.OutsideWindow ? 1 : 0,
        FromVersion = rotation.FromVersion,
        ToVersion = rotation.ToVersion,
        StartedAt = rotation.StartedAt,
        EndedAt = rotation.EndedAt,
        Hold = rotation.Hold?.ToSnakeCase(),
        FailedIn = rotation.FailedIn?.ToSnakeCase(),
        LastError = rotation.LastError,
        Attempts = rotation.Attempts,
        NextAttemptAt = rotation.NextAttemptAt,
        HoldDetail = rotation.Hold is null ? null : rotation.HoldDetail,
        HoldUntil = rotation.Hold is null ? null : rotation.HoldUntil,
        PropagatingSince = rotation.PropagatingSince,
        BatchSize = rotation.BatchSize,
        Pace = rotation.Pace,
        SupersededBy = (Uid?)rotation.SupersededBy?.Value,
        ReactivatedAt = rotation.ReactivatedAt,
        TraceParent = rotation.TraceParent,
    };

    /// <summary>What cannot be read is left out and named: one row that was edited by hand must not stop those that look at all.</summary>
    public Rotation ToRotation()
    {
        var names = new StoredNames();
        var state = names.Read(State, "state", RotationState.Scheduled);
        return new Rotation
        {
            Id = new RotationId(RotationId),
            KeyType = KeyType,
            State = state,
            Outcome = names.ReadNullable<RotationOutcome>(Outcome, "outcome"),
            Trigger = names.Read(TriggerName, "trigger_name", RotationTrigger.PlannedMaintenance),
            Priority = names.Read(Priority, "priority", RotationPriority.Normal),
            RequestedBy = RequestedBy,
            Reason = Reason,
            ScheduledAt = ScheduledAt,
            NotBefore = NotBefore,
            OutsideWindow = OutsideWindow != 0,
            FromVersion = FromVersion,
            ToVersion = ToVersion,
            StartedAt = StartedAt,
            EndedAt = EndedAt,
            Hold = names.ReadNullable<Hold>(Hold, "hold"),
            HoldDetail = HoldDetail,
            HoldUntil = HoldUntil,
            PropagatingSince = PropagatingSince,
            BatchSize = BatchSize,
            Pace = Pace,
            SupersededBy = SupersededBy is { } by ? new RotationId(by) : null,
            Rollback = RollbackBy is { } order ? new RollbackOrder(order, RollbackReason ?? "", RollbackAt ?? ScheduledAt) : null,
            ReactivatedAt = ReactivatedAt,
            TraceParent = TraceParent,
            FailedIn = names.ReadNullable<RotationState>(FailedIn, "failed_in"),
            LastError = LastError,
            Attempts = Attempts,
            NextAttemptAt = NextAttemptAt,
            Unreadable = names.Problem,
        };
    }
}
