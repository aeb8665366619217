namespace KeyRotation.Audit;

/// <summary>The columns of an event's row that repeat what its canonical bytes say.</summary>
public sealed record AuditEventColumns(
    Guid EventId, DateTimeOffset OccurredAt, string? KeyType, long? KeyTypeSequence, string Action, string Outcome, string Actor,
    Guid? RotationId, int? KeyVersion, double? DurationSeconds, long? RecordsAffected, string? ErrorDetails)
{
    /// <summary>The first column that says something else than the event does; null when none does.</summary>
    public string? FirstDifference(AuditEvent @event)
    {
        if (EventId != @event.EventId) return "event_id";
        // A database may keep milliseconds only.
        if ((OccurredAt - @event.OccurredAt).Duration() >= TimeSpan.FromMilliseconds(1)) return "occurred_at";
        if (KeyType != @event.KeyType) return "key_type";
        if (KeyTypeSequence != @event.KeyTypeSequence) return "key_type_seq";
        if (Action != @event.Action) return "action";
        if (!string.Equals(Outcome, @event.Outcome.ToString(), StringComparison.OrdinalIgnoreCase)) return "outcome";
        if (Actor != @event.Actor) return "actor";
        if (RotationId != @event.RotationId) return "rotation_id";
        if (KeyVersion != @event.KeyVersion) return "key_version";
        if (RecordsAffected != @event.RecordsAffected) return "records_affected";
        if (ErrorDetails != @event.ErrorDetails) return "error_details";
        return Math.Abs((DurationSeconds ?? -1) - (@event.DurationSeconds ?? -1)) > 1e-5 ? "duration_seconds" : null;
    }
}
