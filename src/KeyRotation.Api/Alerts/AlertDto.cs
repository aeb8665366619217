using KeyRotation.Alerts;

namespace KeyRotation.Api.Alerts;

/// <summary>An alert, open or past.</summary>
internal sealed record AlertDto(
    string Id, string Code, AlertSeverity Severity, string Subject, string Message, string? KeyType, string? RotationId,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt)
{
    public static AlertDto Of(AlertRecord record) => new(
        record.Id.ToString(), record.Alert.Code, record.Alert.Severity, record.Alert.Subject, record.Alert.Message, record.Alert.KeyType, record.Alert.RotationId?.ToString(),
        record.OpenedAt, record.UpdatedAt, record.ClosedAt, record.AcknowledgedBy, record.AcknowledgedAt);
}
