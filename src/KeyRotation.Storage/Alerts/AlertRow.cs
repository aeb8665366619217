using KeyRotation.Alerts;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Alerts;

/// <summary>A row of <c>alert</c>.</summary>
internal sealed class AlertRow
{
    public const string Columns =
        """
        alert_id as AlertId, code as Code, subject as Subject, severity as Severity, key_type as KeyType, rotation_id as RotationId, message as Message,
               opened_at as OpenedAt, updated_at as UpdatedAt, closed_at as ClosedAt, acknowledged_by as AcknowledgedBy, acknowledged_at as AcknowledgedAt
        """;

    public Uid AlertId { get; init; }
    public required string Code { get; init; }
    public required string Subject { get; init; }
    public required string Severity { get; init; }
    public string? KeyType { get; init; }
    public Uid? RotationId { get; init; }
    public required string Message { get; init; }
    public Instant OpenedAt { get; init; }
    public Instant UpdatedAt { get; init; }
    public Instant? ClosedAt { get; init; }
    public string? AcknowledgedBy { get; init; }
    public Instant? AcknowledgedAt { get; init; }

    public OpenAlert ToOpen() => new(AlertId, ToAlert(), OpenedAt);

    public AlertRecord ToRecord() => new(AlertId, ToAlert(), OpenedAt, UpdatedAt) { ClosedAt = ClosedAt, AcknowledgedBy = AcknowledgedBy, AcknowledgedAt = AcknowledgedAt };

    private Alert ToAlert() => new(Code, Subject, Message)
    {
        Severity = StoredName.Parse<AlertSeverity>(Severity, $"The severity of alert {AlertId.Value}"),
        KeyType = KeyType,
        RotationId = RotationId is { } rotation ? new RotationId(rotation) : null,
    };
}
