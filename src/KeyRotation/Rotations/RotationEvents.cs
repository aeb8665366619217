using KeyRotation.Audit;
using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>The audit events of a rotation, one for each change of its state.</summary>
internal static class RotationEvents
{
    public static AuditEvent Opened(Rotation rotation) =>
        Event(rotation, AuditActions.RotationOpened, rotation.ScheduledAt) with
        {
            Actor = rotation.RequestedBy,
            Details = new Dictionary<string, string>
            {
                ["trigger"] = RotationTriggers.NameOf(rotation.Trigger),
                ["priority"] = Name(rotation.Priority),
                ["reason"] = rotation.Reason,
            },
        };

    public static AuditEvent Executed(Rotation rotation, DateTimeOffset now, string actor) =>
        Event(rotation, AuditActions.RotationExecuted, now) with { Actor = actor };

    public static AuditEvent Moved(Rotation from, Rotation to, DateTimeOffset now, long? records = null) =>
        Event(to, AuditActions.RotationStateChanged, now) with
        {
            RecordsAffected = records,
            Details = new Dictionary<string, string> { ["from"] = Name(from.State), ["to"] = Name(to.State) },
        };

    public static AuditEvent Created(Rotation rotation, KeyVersion version, DateTimeOffset now) =>
        Event(rotation, AuditActions.KeyCreated, now) with
        {
            KeyVersion = version.Version,
            Details = new Dictionary<string, string> { ["kek_id"] = version.KekId, ["check_value"] = Convert.ToHexStringLower(version.CheckValue) },
        };

    public static AuditEvent Activated(Rotation from, Rotation to, DateTimeOffset now) =>
        Event(to, AuditActions.KeyActivated, now) with
        {
            Details = new Dictionary<string, string> { ["from"] = Name(from.State), ["to"] = Name(to.State), ["predecessor"] = Text(from.FromVersion) },
        };

    public static AuditEvent Completed(Rotation from, Rotation to, DateTimeOffset now, long records) =>
        Event(to, AuditActions.RotationCompleted, now) with
        {
            RecordsAffected = records,
            DurationSeconds = Duration(to, now),
            Details = new Dictionary<string, string> { ["from"] = Name(from.State), ["from_version"] = Text(from.FromVersion) },
        };

    public static AuditEvent AttemptFailed(Rotation from, Rotation to, DateTimeOffset now) =>
        Event(to, AuditActions.RotationAttemptFailed, now) with
        {
            Outcome = AuditOutcome.Failure,
            ErrorDetails = to.LastError,
            Details = new Dictionary<string, string> { ["in"] = Name(from.State), ["attempts"] = Text(to.Attempts) },
        };

    public static AuditEvent Failed(Rotation from, Rotation to, DateTimeOffset now) =>
        Event(to, AuditActions.RotationFailed, now) with
        {
            Outcome = AuditOutcome.Failure,
            DurationSeconds = Duration(to, now),
            ErrorDetails = to.LastError,
            Details = new Dictionary<string, string> { ["in"] = Name(from.State), ["attempts"] = Text(to.Attempts) },
        };

    public static AuditEvent Retried(Rotation from, Rotation to, DateTimeOffset now, string actor) =>
        Event(to, AuditActions.RotationRetried, now) with
        {
            Actor = actor,
            Details = new Dictionary<string, string> { ["from"] = Name(from.State), ["to"] = Name(to.State) },
        };

    public static AuditEvent SweepsForgotten(Rotation rotation, DateTimeOffset now, string actor) =>
        Event(rotation, AuditActions.QuarantineCleared, now) with { Actor = actor };

    private static AuditEvent Event(Rotation rotation, string action, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        KeyType = rotation.KeyType,
        Action = action,
        Outcome = AuditOutcome.Success,
        Actor = Rotation.Scheduler,
        RotationId = rotation.Id.Value,
        KeyVersion = rotation.ToVersion,
    };

    private static double? Duration(Rotation rotation, DateTimeOffset now) =>
        rotation.StartedAt is { } started ? (now - started).TotalSeconds : null;

    private static string Name(Enum member) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    private static string Text(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
}
