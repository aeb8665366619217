namespace KeyRotation.Alerts;

/// <summary>How soon somebody has to look (the escalation matrix in <c>docs/alerts.md</c>).</summary>
public enum AlertSeverity
{
    Critical,
    High,
    Medium,
    Low,
}
