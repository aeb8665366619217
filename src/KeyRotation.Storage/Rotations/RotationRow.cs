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
    };

    public Rotation ToRotation()
    {
        var where = $"of rotation {RotationId.Value}";
        return new Rotation
        {
            Id = new RotationId(RotationId),
            KeyType = KeyType,
            State = SnakeCase.Parse<RotationState>(State, $"The state {where}"),
            Outcome = Outcome is null ? null : SnakeCase.Parse<RotationOutcome>(Outcome, $"The outcome {where}"),
            Trigger = SnakeCase.Parse<RotationTrigger>(TriggerName, $"The trigger {where}"),
            Priority = SnakeCase.Parse<RotationPriority>(Priority, $"The priority {where}"),
            RequestedBy = RequestedBy,
            Reason = Reason,
            ScheduledAt = ScheduledAt,
            NotBefore = NotBefore,
            OutsideWindow = OutsideWindow != 0,
            FromVersion = FromVersion,
            ToVersion = ToVersion,
            StartedAt = StartedAt,
            EndedAt = EndedAt,
            Hold = Hold is null ? null : SnakeCase.Parse<Hold>(Hold, $"The hold {where}"),
            FailedIn = FailedIn is null ? null : SnakeCase.Parse<RotationState>(FailedIn, $"The failed state {where}"),
            LastError = LastError,
            Attempts = Attempts,
            NextAttemptAt = NextAttemptAt,
        };
    }
}
