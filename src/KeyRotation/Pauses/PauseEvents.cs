using System.Globalization;
using KeyRotation.Audit;
using KeyRotation.Rotations;

namespace KeyRotation.Pauses;

/// <summary>The audit events of pauses.</summary>
internal static class PauseEvents
{
    public static AuditEvent Paused(Pause pause) =>
        Event(AuditActions.SchedulerPaused, pause.Scope, pause.By, pause.Since, new Dictionary<string, string>
        {
            ["scope"] = pause.Scope,
            ["reason"] = pause.Reason,
            ["until"] = pause.Until?.ToString("O", CultureInfo.InvariantCulture) ?? "none",
        });

    public static AuditEvent Resumed(string scope, string by, DateTimeOffset now) =>
        Event(AuditActions.SchedulerResumed, scope, by, now, new Dictionary<string, string> { ["scope"] = scope });

    /// <summary>A pause whose time was over.</summary>
    public static AuditEvent Lifted(DateTimeOffset now) =>
        Event(AuditActions.SchedulerResumed, Pause.Everything, Rotation.Scheduler, now, new Dictionary<string, string> { ["scope"] = "expired" });

    private static AuditEvent Event(string action, string scope, string by, DateTimeOffset now, Dictionary<string, string> details) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        KeyType = scope == Pause.Everything ? null : scope,
        Action = action,
        Outcome = AuditOutcome.Success,
        Actor = by,
        Details = details,
    };
}
