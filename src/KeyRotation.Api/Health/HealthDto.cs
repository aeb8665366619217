using KeyRotation.Alerts;
using KeyRotation.Status;

namespace KeyRotation.Api.Health;

/// <summary>The health metrics of the requirement.</summary>
internal sealed record HealthDto(
    HealthState Status,
    HealthDto.SchedulerDto Scheduler,
    int PendingRotations,
    double FailureRate,
    double AverageRotationDuration,
    KeyAgeDistribution KeyAgeDistribution,
    IReadOnlyList<HealthDto.KeyAgeDto> KeyAges,
    IReadOnlyDictionary<string, int> OpenAlerts)
{
    public static HealthDto Of(ClusterHealth health) => new(
        health.State,
        new SchedulerDto(health.Scheduler.State, health.Scheduler.IsEnabled, health.Uptime is { } uptime ? Math.Round(uptime.TotalSeconds, 1) : null, health.Scheduler.Nodes.Count(node => node.IsWorker)),
        health.Scheduler.Open.Count,
        Math.Round(health.FailureRate, 4),
        Math.Round(health.Scheduler.Totals.AverageDurationSeconds ?? 0, 1),
        health.Distribution,
        [.. health.KeyAges.Select(key => new KeyAgeDto(key.Key, key.Value is { } age ? Math.Round(age.Age.TotalSeconds) : null, key.Value is { } of ? Math.Round(of.Ratio, 4) : null))],
        Enum.GetValues<AlertSeverity>().ToDictionary(severity => severity.ToSnakeCase(), severity => health.OpenAlerts.Count(open => open.Severity == severity)));

    /// <param name="Status">As in the scheduler's status.</param>
    /// <param name="Enabled">False: disabled by configuration.</param>
    /// <param name="UptimeSeconds">Since the worker started that has been there longest; null = there is none.</param>
    /// <param name="Workers">How many are alive.</param>
    internal sealed record SchedulerDto(SchedulerState Status, bool Enabled, double? UptimeSeconds, int Workers);

    /// <param name="KeyType">The key type.</param>
    /// <param name="AgeSeconds">Of its active version; null = it has none.</param>
    /// <param name="AgeRatio">Age against interval: 1 = due.</param>
    internal sealed record KeyAgeDto(string KeyType, double? AgeSeconds, double? AgeRatio);
}
