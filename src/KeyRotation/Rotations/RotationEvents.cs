using KeyRotation.Audit;
using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>The audit events of a rotation, one for each change of its state.</summary>
public static class RotationEvents
{
    public static AuditEvent Opened(Rotation rotation) =>
        Event(rotation, AuditActions.RotationOpened, rotation.ScheduledAt) with
        {
            Actor = rotation.RequestedBy,
            Details = new Dictionary<string, string>
            {
                ["trigger"] = RotationTriggers.NameOf(rotation.Trigger),
                ["priority"] = rotation.Priority.ToSnakeCase(),
                ["reason"] = rotation.Reason,
            },
        };

    public static AuditEvent Executed(Rotation rotation, DateTimeOffset now, string actor) =>
        Event(rotation, AuditActions.RotationExecuted, now) with { Actor = actor };

    /// <summary>An emergency took its slot; it goes back to the queue in the state that it has.</summary>
    public static AuditEvent Preempted(Rotation victim, Rotation emergency, DateTimeOffset now) =>
        Event(victim, AuditActions.RotationPreempted, now) with
        {
            Details = new Dictionary<string, string> { ["by"] = emergency.Id.ToString(), ["of"] = emergency.KeyType },
        };

    public static AuditEvent Moved(Rotation from, Rotation to, DateTimeOffset now, long? records = null) =>
        Event(to, AuditActions.RotationStateChanged, now) with
        {
            RecordsAffected = records,
            Details = new Dictionary<string, string> { ["from"] = from.State.ToSnakeCase(), ["to"] = to.State.ToSnakeCase() },
        };

    public static AuditEvent Created(Rotation rotation, KeyVersion version, DateTimeOffset now) =>
        Event(rotation, AuditActions.KeyCreated, now) with
        {
            KeyVersion = version.Version,
            Details = new Dictionary<string, string> { ["kek_id"] = version.KekId, ["check_value"] = Convert.ToHexStringLower(version.CheckValue) },
        };

    /// <param name="from">As it was.</param>
    /// <param name="to">As it is.</param>
    /// <param name="now">UTC.</param>
    /// <param name="without">Live consumers that an emergency did not wait for.</param>
    public static AuditEvent Activated(Rotation from, Rotation to, DateTimeOffset now, IReadOnlyList<string> without)
    {
        var details = new Dictionary<string, string> { ["from"] = from.State.ToSnakeCase(), ["to"] = to.State.ToSnakeCase(), ["predecessor"] = Text(from.FromVersion) };
        if (without.Count > 0)
            details["without"] = string.Join(", ", without);
        return Event(to, AuditActions.KeyActivated, now) with { Details = details };
    }

    public static AuditEvent Completed(Rotation from, Rotation to, DateTimeOffset now, long records) =>
        Event(to, AuditActions.RotationCompleted, now) with
        {
            RecordsAffected = records,
            DurationSeconds = Duration(to, now),
            Details = new Dictionary<string, string> { ["from"] = from.State.ToSnakeCase(), ["from_version"] = Text(from.FromVersion) },
        };

    public static AuditEvent AttemptFailed(Rotation from, Rotation to, DateTimeOffset now) =>
        Event(to, AuditActions.RotationAttemptFailed, now) with
        {
            Outcome = AuditOutcome.Failure,
            ErrorDetails = to.LastError,
            Details = new Dictionary<string, string> { ["in"] = from.State.ToSnakeCase(), ["attempts"] = Text(to.Attempts) },
        };

    public static AuditEvent Failed(Rotation from, Rotation to, DateTimeOffset now) =>
        Event(to, AuditActions.RotationFailed, now) with
        {
            Outcome = AuditOutcome.Failure,
            DurationSeconds = Duration(to, now),
            ErrorDetails = to.LastError,
            Details = new Dictionary<string, string> { ["in"] = from.State.ToSnakeCase(), ["attempts"] = Text(to.Attempts) },
        };

    public static AuditEvent Escalated(Rotation from, Rotation to, DateTimeOffset now, string actor) =>
        Event(to, AuditActions.RotationEscalated, now) with
        {
            Actor = actor,
            Details = new Dictionary<string, string>
            {
                ["from"] = from.Priority.ToSnakeCase(),
                ["to"] = to.Priority.ToSnakeCase(),
                ["trigger"] = RotationTriggers.NameOf(to.Trigger),
                ["reason"] = to.Reason,
            },
        };

    public static AuditEvent Superseded(Rotation rotation, RotationId by, DateTimeOffset now, string actor) =>
        Event(rotation, AuditActions.RotationSuperseded, now) with
        {
            Actor = actor,
            DurationSeconds = Duration(rotation, now),
            Details = new Dictionary<string, string> { ["from"] = rotation.State.ToSnakeCase(), ["by"] = by.ToString() },
        };

    public static AuditEvent Compromised(Rotation rotation, int version, DateTimeOffset now, string actor) =>
        Event(rotation, AuditActions.KeyCompromised, now) with
        {
            Actor = actor,
            KeyVersion = version,
            Details = new Dictionary<string, string> { ["reason"] = rotation.Reason },
        };

    /// <summary>A sweep behind the acknowledgements has been through every target: nothing is sealed under the version in good faith any more.</summary>
    public static AuditEvent Settled(Rotation rotation, int version, DateTimeOffset settlesAt, DateTimeOffset now) =>
        Event(rotation, AuditActions.KeySettled, now) with
        {
            KeyVersion = version,
            Details = new Dictionary<string, string> { ["settles_at"] = settlesAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture) },
        };

    public static AuditEvent Accepted(Rotation from, Rotation to, DateTimeOffset now, string actor, string reason, long quarantined) =>
        Event(to, AuditActions.RotationAccepted, now) with
        {
            Actor = actor,
            Outcome = AuditOutcome.Partial,
            DurationSeconds = Duration(to, now),
            ErrorDetails = from.LastError,
            Details = new Dictionary<string, string> { ["from"] = from.State.ToSnakeCase(), ["reason"] = reason, ["quarantined"] = quarantined.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };

    public static AuditEvent Cancelled(Rotation from, Rotation to, DateTimeOffset now, string actor, string reason) =>
        Event(to, AuditActions.RotationCancelled, now) with
        {
            Actor = actor,
            DurationSeconds = Duration(to, now),
            Details = new Dictionary<string, string> { ["from"] = from.State.ToSnakeCase(), ["reason"] = reason },
        };

    /// <summary>The version of a rotation that ended before it was active: nothing is under it.</summary>
    public static AuditEvent PendingDisabled(Rotation rotation, int version, DateTimeOffset now, string actor) =>
        Event(rotation, AuditActions.KeyDisabled, now) with
        {
            Actor = actor,
            KeyVersion = version,
            Details = new Dictionary<string, string> { ["reason"] = "Its rotation ended before it was active." },
        };

    public static AuditEvent RollbackStarted(Rotation from, Rotation to, RollbackOrder order) =>
        Event(to, AuditActions.RotationRollbackStarted, order.At) with
        {
            Actor = order.By,
            ErrorDetails = from.LastError,
            Details = new Dictionary<string, string>
            {
                ["from"] = from.State.ToSnakeCase(),
                ["to"] = to.State.ToSnakeCase(),
                ["failed_in"] = from.FailedIn?.ToSnakeCase() ?? "none",
                ["to_version"] = Text(from.FromVersion),
                ["reason"] = order.Reason,
            },
        };

    /// <summary>The predecessor is the active version again; the one that was active until now is named as in any activation.</summary>
    public static AuditEvent Reactivated(Rotation rotation, DateTimeOffset now) =>
        Event(rotation, AuditActions.KeyActivated, now) with
        {
            KeyVersion = rotation.FromVersion,
            Details = new Dictionary<string, string>
            {
                ["from"] = rotation.State.ToSnakeCase(),
                ["to"] = rotation.State.ToSnakeCase(),
                ["predecessor"] = Text(rotation.ToVersion),
                ["rollback_by"] = rotation.Rollback?.By ?? "none",
            },
        };

    public static AuditEvent RolledBack(Rotation from, Rotation to, DateTimeOffset now, long records, long quarantined) =>
        Event(to, AuditActions.RotationRolledBack, now) with
        {
            RecordsAffected = records,
            DurationSeconds = Duration(to, now),
            Details = new Dictionary<string, string>
            {
                ["from"] = from.State.ToSnakeCase(),
                ["to_version"] = Text(from.FromVersion),
                ["quarantined"] = quarantined.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };

    public static AuditEvent Adjusted(Rotation to, DateTimeOffset now, string actor) =>
        Event(to, AuditActions.RotationAdjusted, now) with
        {
            Actor = actor,
            Details = new Dictionary<string, string> { ["batch_size"] = Text(to.BatchSize), ["pace"] = Text(to.Pace) },
        };

    public static AuditEvent Retried(Rotation from, Rotation to, DateTimeOffset now, string actor) =>
        Event(to, AuditActions.RotationRetried, now) with
        {
            Actor = actor,
            Details = new Dictionary<string, string> { ["from"] = from.State.ToSnakeCase(), ["to"] = to.State.ToSnakeCase() },
        };

    public static AuditEvent SweepsForgotten(Rotation rotation, DateTimeOffset now, string actor) =>
        Event(rotation, AuditActions.QuarantineCleared, now) with { Actor = actor };

    /// <summary>What former work could not open was repaired or deleted since: this rotation opened everything.</summary>
    public static AuditEvent FormerQuarantineCleared(Rotation rotation, int cells, DateTimeOffset now) =>
        Event(rotation, AuditActions.QuarantineCleared, now) with { Details = new Dictionary<string, string> { ["ciphertexts"] = Text(cells) } };

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

    private static string Text(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
}
