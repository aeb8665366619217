namespace KeyRotation.Alerts;

/// <summary>What an alert says, as a stable name: rules for notification and dashboards hang on these. <c>docs/alerts.md</c> explains each.</summary>
public static class AlertCodes
{
    /// <summary>No worker takes work, or a trigger of the scheduler does not fire any more.</summary>
    public const string SchedulerFailure = "scheduler_failure";

    /// <summary>An active version is older than 150 % of its interval.</summary>
    public const string KeySeverelyOverdue = "key_severely_overdue";

    /// <summary>A rotation failed after its retries and waits for an operator.</summary>
    public const string RotationFailed = "rotation_failed";

    /// <summary>Somebody declared an emergency.</summary>
    public const string IncidentDeclared = "incident_declared";

    /// <summary>A key type has no active version, and does not get one.</summary>
    public const string MissingKey = "missing_key";

    /// <summary>The store was restored to an older copy and lost a version that cannot be brought back from escrow.</summary>
    public const string VersionLost = "version_lost";

    /// <summary>A rotation waits for consumers longer than the propagation bound.</summary>
    public const string ConsumersNotAnswering = "consumers_not_answering";

    /// <summary>Somebody goes on writing under an older version.</summary>
    public const string LateWriters = "late_writers";

    /// <summary>A node refuses work because of its clock.</summary>
    public const string NodeClock = "node_clock";

    /// <summary>A node holds another key-encryption key than the others.</summary>
    public const string KeyEncryptionKeyDiffers = "key_encryption_key_differs";

    /// <summary>A job of the scheduler cannot be run as it is stored.</summary>
    public const string JobData = "job_data";

    /// <summary>Somebody tries to open what is sealed under a version whose use is refused.</summary>
    public const string DisabledVersionUsed = "disabled_version_used";

    /// <summary>A node runs an older version of the product than the others, beyond the time that an upgrade takes.</summary>
    public const string NodeVersionDiffers = "node_version_differs";

    /// <summary>A node runs by another configuration of a key type than the cluster's latest start.</summary>
    public const string ConfigurationDiffers = "configuration_differs";

    /// <summary>A version whose grace period is over cannot be disabled or retired: something names it, or what is there cannot be counted.</summary>
    public const string VersionKept = "version_kept";

    /// <summary>Routine work is paused for long, or across a key that is due.</summary>
    public const string SchedulerPaused = "scheduler_paused";

    /// <summary>All of them, each with its severity, the most severe first.</summary>
    public static IReadOnlyDictionary<string, AlertSeverity> Severities { get; } = new OrderedDictionary<string, AlertSeverity>
    {
        [SchedulerFailure] = AlertSeverity.Critical,
        [KeySeverelyOverdue] = AlertSeverity.Critical,
        [RotationFailed] = AlertSeverity.Critical,
        [IncidentDeclared] = AlertSeverity.Critical,
        [MissingKey] = AlertSeverity.Critical,
        [VersionLost] = AlertSeverity.Critical,
        [ConsumersNotAnswering] = AlertSeverity.High,
        [LateWriters] = AlertSeverity.High,
        [NodeClock] = AlertSeverity.High,
        [KeyEncryptionKeyDiffers] = AlertSeverity.High,
        [JobData] = AlertSeverity.High,
        [DisabledVersionUsed] = AlertSeverity.High,
        [NodeVersionDiffers] = AlertSeverity.Medium,
        [ConfigurationDiffers] = AlertSeverity.Medium,
        [VersionKept] = AlertSeverity.Medium,
        [SchedulerPaused] = AlertSeverity.Medium,
    };

    /// <summary>Only the node itself knows its configuration, so it says this itself; its subject is the node.</summary>
    public static bool IsSaidByItsSubject(string code) => code == ConfigurationDiffers;
}
