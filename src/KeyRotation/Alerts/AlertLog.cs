using Microsoft.Extensions.Logging;

namespace KeyRotation.Alerts;

/// <summary>The log lines of alerts: each code has an event id of its own, so that whoever watches logs alone can tell them apart.</summary>
internal static partial class AlertLog
{
    private static readonly Dictionary<string, Action<ILogger, AlertSeverity, string, string>> Openings = new()
    {
        [AlertCodes.SchedulerFailure] = SchedulerFailure,
        [AlertCodes.KeySeverelyOverdue] = KeySeverelyOverdue,
        [AlertCodes.RotationFailed] = RotationFailed,
        [AlertCodes.IncidentDeclared] = IncidentDeclared,
        [AlertCodes.MissingKey] = MissingKey,
        [AlertCodes.VersionLost] = VersionLost,
        [AlertCodes.ConsumersNotAnswering] = ConsumersNotAnswering,
        [AlertCodes.LateWriters] = LateWriters,
        [AlertCodes.NodeClock] = NodeClock,
        [AlertCodes.KeyEncryptionKeyDiffers] = KeyEncryptionKeyDiffers,
        [AlertCodes.JobData] = JobData,
        [AlertCodes.DisabledVersionUsed] = DisabledVersionUsed,
        [AlertCodes.NodeVersionDiffers] = NodeVersionDiffers,
        [AlertCodes.ConfigurationDiffers] = ConfigurationDiffers,
        [AlertCodes.VersionKept] = VersionKept,
        [AlertCodes.SchedulerPaused] = SchedulerPaused,
    };

    public static void Opened(ILogger logger, Alert alert) => Openings[alert.Code](logger, alert.Severity, alert.Subject, alert.Message);

    public static void Closed(ILogger logger, OpenAlert open) => Over(logger, open.Alert.Code, open.Alert.Subject, open.OpenedAt);

    [LoggerMessage(2601, LogLevel.Error, "Alert scheduler_failure ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void SchedulerFailure(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2602, LogLevel.Error, "Alert key_severely_overdue ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void KeySeverelyOverdue(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2603, LogLevel.Error, "Alert rotation_failed ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void RotationFailed(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2604, LogLevel.Error, "Alert missing_key ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void MissingKey(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2605, LogLevel.Error, "Alert consumers_not_answering ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void ConsumersNotAnswering(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2606, LogLevel.Error, "Alert late_writers ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void LateWriters(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2607, LogLevel.Error, "Alert node_clock ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void NodeClock(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2608, LogLevel.Error, "Alert key_encryption_key_differs ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void KeyEncryptionKeyDiffers(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2609, LogLevel.Error, "Alert job_data ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void JobData(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2610, LogLevel.Error, "Alert node_version_differs ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void NodeVersionDiffers(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2611, LogLevel.Error, "Alert configuration_differs ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void ConfigurationDiffers(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2612, LogLevel.Error, "Alert scheduler_paused ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void SchedulerPaused(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2613, LogLevel.Error, "Alert disabled_version_used ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void DisabledVersionUsed(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2614, LogLevel.Error, "Alert version_kept ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void VersionKept(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2615, LogLevel.Error, "Alert version_lost ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void VersionLost(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2616, LogLevel.Error, "Alert incident_declared ({Severity}), {Subject}: {AlertMessage}")]
    private static partial void IncidentDeclared(ILogger logger, AlertSeverity severity, string subject, string alertMessage);

    [LoggerMessage(2651, LogLevel.Information, "Alert {Code} of {Subject} is over; it was opened at {OpenedAt:O}")]
    private static partial void Over(ILogger logger, string code, string subject, DateTimeOffset openedAt);
}
