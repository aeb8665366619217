namespace KeyRotation.Audit;

/// <summary>What an audit event can record. The names are part of the trail and never change.</summary>
public static class AuditActions
{
    public const string RotationOpened = "rotation.opened";
    public const string RotationExecuted = "rotation.executed";
    public const string RotationStateChanged = "rotation.state_changed";
    public const string RotationCompleted = "rotation.completed";
    public const string RotationAttemptFailed = "rotation.attempt_failed";
    public const string RotationFailed = "rotation.failed";
    public const string RotationRetried = "rotation.retried";
    public const string RotationEscalated = "rotation.escalated";
    public const string RotationSuperseded = "rotation.superseded";
    public const string RotationPreempted = "rotation.preempted";
    public const string RotationAccepted = "rotation.accepted";
    public const string RotationRollbackStarted = "rotation.rollback_started";
    public const string RotationRolledBack = "rotation.rolled_back";
    public const string RotationCancelled = "rotation.cancelled";
    public const string RotationAdjusted = "rotation.adjusted";
    public const string QuarantineCleared = "quarantine.cleared";
    public const string KeyCreated = "key.created";
    public const string KeyActivated = "key.activated";
    public const string KeyCompromised = "key.compromised";
    public const string KeySettled = "key.settled";
    public const string KeyDisabled = "key.disabled";
    public const string KeyEnabled = "key.enabled";
    public const string KeyRetired = "key.retired";
    public const string KeyRestored = "key.restored";
    public const string KeyNotRestored = "key.not_restored";
    public const string StoreRestored = "store.restored";
    public const string SchedulerPaused = "scheduler.paused";
    public const string SchedulerResumed = "scheduler.resumed";
    public const string RequestRefused = "request.refused";
    public const string IncidentOpened = "incident.opened";
    public const string IncidentRecorded = "incident.recorded";
    public const string ApprovalRequested = "approval.requested";
    public const string ApprovalApproved = "approval.approved";
    public const string ApprovalRejected = "approval.rejected";
    public const string ApprovalEnded = "approval.ended";
    public const string AlertAcknowledged = "alert.acknowledged";
    public const string AccessDenied = "access.denied";
    public const string TargetRegistered = "target.registered";
    public const string TargetRetired = "target.retired";
    public const string TargetMoved = "target.moved";
    public const string TargetReturned = "target.returned";
    public const string AdoptionStarted = "adoption.started";
    public const string AdoptionCompleted = "adoption.completed";
    public const string AdoptionFailed = "adoption.failed";

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> All { get; } =
        [.. typeof(AuditActions).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];
}
