using System.Text;

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
        if (Differs(KeyType, @event.KeyType)) return "key_type";
        if (KeyTypeSequence != @event.KeyTypeSequence) return "key_type_seq";
        if (Differs(Action, @event.Action)) return "action";
        if (!string.Equals(Outcome, @event.Outcome.ToString(), StringComparison.OrdinalIgnoreCase)) return "outcome";
        if (Differs(Actor, @event.Actor)) return "actor";
        if (RotationId != @event.RotationId) return "rotation_id";
        if (KeyVersion != @event.KeyVersion) return "key_version";
        if (RecordsAffected != @event.RecordsAffected) return "records_affected";
        if (Differs(ErrorDetails, @event.ErrorDetails)) return "error_details";
        return Differs(DurationSeconds, @event.DurationSeconds) ? "duration_seconds" : null;
    }

    // The bytes have U+FFFD for half a surrogate pair, which a cut error text may end with and some databases keep.
    private static bool Differs(string? column, string? hashed) =>
        column != hashed && (column is null || hashed is null || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(column)) != hashed);

    // The bytes have microseconds and a column may round. Written so that NaN differs from every number.
    private static bool Differs(double? column, double? hashed) =>
        column is null || hashed is null ? column != hashed : !(Math.Abs(column.Value - hashed.Value) <= 1e-5);
}
