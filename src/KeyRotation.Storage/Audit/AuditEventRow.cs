using KeyRotation.Audit;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Audit;

/// <summary>A row of <c>audit_event</c>.</summary>
internal sealed class AuditEventRow
{
    public const string Columns =
        """
        lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
               occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
               actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
               records_affected as RecordsAffected, error_details as ErrorDetails
        """;

    public int Lane { get; init; }
    public long Seq { get; init; }
    public required byte[] Previous { get; init; }
    public required byte[] Hash { get; init; }
    public required byte[] Canonical { get; init; }
    public Uid EventId { get; init; }
    public Instant OccurredAt { get; init; }
    public string? KeyType { get; init; }
    public long? KeyTypeSeq { get; init; }
    public required string Action { get; init; }
    public required string Outcome { get; init; }
    public required string Actor { get; init; }
    public Uid? RotationId { get; init; }
    public int? KeyVersion { get; init; }
    public double? DurationSeconds { get; init; }
    public long? RecordsAffected { get; init; }
    public string? ErrorDetails { get; init; }

    public StoredAuditEvent ToStored() => new(Lane, Seq, Previous, Hash, Canonical, new AuditEventColumns(
        EventId, OccurredAt, KeyType, KeyTypeSeq, Action, Outcome, Actor, RotationId?.Value, KeyVersion, DurationSeconds, RecordsAffected, ErrorDetails));
}
