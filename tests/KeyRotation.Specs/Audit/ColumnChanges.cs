using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

/// <summary>One change of each column of an event, by the column's name.</summary>
internal static class ColumnChanges
{
    public static readonly TestCaseData[] OfEveryColumn =
    [
        Column("event_id", columns => columns with { EventId = Guid.Empty }),
        Column("occurred_at", columns => columns with { OccurredAt = columns.OccurredAt.AddMilliseconds(1) }),
        Column("key_type", columns => columns with { KeyType = "Orders" }),
        Column("key_type", columns => columns with { KeyType = null }),
        Column("key_type_seq", columns => columns with { KeyTypeSequence = 0 }),
        Column("action", columns => columns with { Action = AuditActions.RotationFailed }),
        Column("outcome", columns => columns with { Outcome = "failure" }),
        Column("actor", columns => columns with { Actor = "somebody else" }),
        Column("rotation_id", columns => columns with { RotationId = null }),
        Column("key_version", columns => columns with { KeyVersion = 0 }),
        Column("duration_seconds", columns => columns with { DurationSeconds = columns.DurationSeconds + 0.001 }),
        Column("duration_seconds", columns => columns with { DurationSeconds = null }),
        Column("duration_seconds", columns => columns with { DurationSeconds = double.NaN }),
        Column("records_affected", columns => columns with { RecordsAffected = 0 }),
        Column("error_details", columns => columns with { ErrorDetails = null }),
    ];

    private static TestCaseData Column(string name, Func<AuditEventColumns, AuditEventColumns> change) => new(name, change);
}
