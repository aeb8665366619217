using KeyRotation.Alerts;
using KeyRotation.Policies;

namespace KeyRotation.Status;

/// <summary>The health metrics of the requirement. Pure.</summary>
/// <param name="Scheduler">Where it stands.</param>
/// <param name="KeyAges">Of each key type, against its interval; null = it has no active version.</param>
/// <param name="OpenAlerts">The alerts that are open.</param>
/// <param name="Now">Policy time, UTC.</param>
public sealed record ClusterHealth(SchedulerStatus Scheduler, IReadOnlyDictionary<string, KeyAge?> KeyAges, IReadOnlyList<Alert> OpenAlerts, DateTimeOffset Now)
{
    public HealthState State =>
        Scheduler.State == SchedulerState.Error || OpenAlerts.Any(alert => alert.Severity == AlertSeverity.Critical && !IsNews(alert)) ? HealthState.Unhealthy
        : OpenAlerts.Count > 0 || Scheduler.State == SchedulerState.Paused ? HealthState.Degraded
        : HealthState.Healthy;

    /// <summary>That somebody declared an emergency says nothing of how the cluster is: an emergency that does not get on has an alert of its own.</summary>
    private static bool IsNews(Alert alert) => alert.Code == AlertCodes.IncidentDeclared;

    /// <summary>Since the worker started that has been there longest; null = there is none.</summary>
    public TimeSpan? Uptime => Scheduler.Nodes.Where(node => node.IsWorker).Select(node => (DateTimeOffset?)node.StartedAt).Min() is { } since ? Now - since : null;

    /// <summary>Of the rotations that completed or failed, 0 to 1; 0 where there is none.</summary>
    public double FailureRate => Scheduler.Totals is { Completed: var completed, Failed: var failed } && completed + failed > 0 ? (double)failed / (completed + failed) : 0;

    /// <summary>Key types by how much of the interval their active version has used up.</summary>
    public KeyAgeDistribution Distribution => KeyAgeDistribution.Of(KeyAges.Values);
}
