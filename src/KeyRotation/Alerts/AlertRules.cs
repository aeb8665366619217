namespace KeyRotation.Alerts;

/// <summary>Says which alerts should be open. Pure: the same facts give the same alerts, on any node.</summary>
public static class AlertRules
{
    /// <returns>At most one for a code and a subject.</returns>
    public static IReadOnlyList<Alert> Of(AlertFacts facts) =>
    [
        .. SchedulerAlerts.Of(facts),
        .. KeyAlerts.Of(facts),
        .. RestoreAlerts.Of(facts),
        .. RotationAlerts.Of(facts),
        .. IncidentAlerts.Of(facts),
        .. RetirementAlerts.Of(facts),
        .. NodeAlerts.Of(facts),
        .. PauseAlerts.Of(facts),
    ];
}
