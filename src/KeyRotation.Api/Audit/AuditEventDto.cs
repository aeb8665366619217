using KeyRotation.Audit;

namespace KeyRotation.Api.Audit;

/// <summary>An event of the trail, as it was hashed, and where it stands.</summary>
internal sealed record AuditEventDto(
    string EventId, DateTimeOffset OccurredAt, string? KeyType, long? KeyTypeSequence, string Action, string Outcome, string Actor, string? RotationId, int? KeyVersion,
    double? DurationSeconds, long? RecordsAffected, string? ErrorDetails, IReadOnlyDictionary<string, string>? Details, int Lane, long Sequence, string Hash)
{
    /// <summary>
    /// Without details where the hashed bytes are none that an event could have: somebody changed the row, and its columns are all that is
    /// left to show. <c>audit verify</c> names it.
    /// </summary>
    public static AuditEventDto Of(StoredAuditEvent stored)
    {
        var columns = stored.Columns;
        return CanonicalAuditEvent.Read(stored.Canonical) is { } read
            ? new AuditEventDto(
                read.EventId.ToString(), read.OccurredAt, read.KeyType, read.KeyTypeSequence, read.Action, read.Outcome.ToSnakeCase(), read.Actor, read.RotationId?.ToString(), read.KeyVersion,
                read.DurationSeconds, read.RecordsAffected, read.ErrorDetails, read.Details, stored.Lane, stored.Seq, Convert.ToHexStringLower(stored.Hash))
            : new AuditEventDto(
                columns.EventId.ToString(), columns.OccurredAt, columns.KeyType, columns.KeyTypeSequence, columns.Action, columns.Outcome, columns.Actor, columns.RotationId?.ToString(), columns.KeyVersion,
                columns.DurationSeconds, columns.RecordsAffected, columns.ErrorDetails, null, stored.Lane, stored.Seq, Convert.ToHexStringLower(stored.Hash));
    }
}
