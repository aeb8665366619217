using KeyRotation.Alerts;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;
using KeyRotation.Status;

namespace KeyRotation.Specs.Status;

public sealed class HealthRules
{
    private static readonly DateTimeOffset Now = Moment.At("2026-11-24 12:00");

    [TestCase(SchedulerState.Active, HealthState.Healthy)]
    [TestCase(SchedulerState.Maintenance, HealthState.Healthy)]
    [TestCase(SchedulerState.Paused, HealthState.Degraded)]
    [TestCase(SchedulerState.Error, HealthState.Unhealthy)]
    public void Without_alerts_health_follows_from_the_scheduler(SchedulerState scheduler, HealthState expected) =>
        Assert.That(Health(scheduler).State, Is.EqualTo(expected));

    [TestCase(AlertSeverity.Critical, HealthState.Unhealthy)]
    [TestCase(AlertSeverity.High, HealthState.Degraded)]
    [TestCase(AlertSeverity.Low, HealthState.Degraded)]
    public void An_open_alert_makes_it_worse_by_its_severity(AlertSeverity severity, HealthState expected) =>
        Assert.That(Health(SchedulerState.Active, alerts: [Alert(AlertSeverity.Low), Alert(severity)]).State, Is.EqualTo(expected));

    [Test]
    public void That_an_emergency_was_declared_says_nothing_of_how_the_cluster_is() =>
        Assert.That(Health(SchedulerState.Active, alerts: [new Alert(AlertCodes.IncidentDeclared, "an incident", "a test")]).State, Is.EqualTo(HealthState.Degraded));

    [Test]
    public void The_uptime_is_that_of_the_worker_that_has_been_there_longest() =>
        Assert.That(Health(SchedulerState.Active, nodes: [Node(NodeRoles.Api, hours: 9), Node(NodeRoles.Worker, hours: 5), Node(NodeRoles.Worker, hours: 2)]).Uptime, Is.EqualTo(TimeSpan.FromHours(5)));

    [Test]
    public void Without_a_worker_there_is_no_uptime() => Assert.That(Health(SchedulerState.Error, nodes: [Node(NodeRoles.Api, hours: 9)]).Uptime, Is.Null);

    [TestCase(0, 0, 0)]
    [TestCase(3, 1, 0.25)]
    [TestCase(0, 2, 1)]
    public void The_failure_rate_is_of_those_that_came_to_an_end(long completed, long failed, double expected) =>
        Assert.That(Health(SchedulerState.Active, totals: new RotationTotals(100, completed, failed, null)).FailureRate, Is.EqualTo(expected));

    [Test]
    public void Each_key_type_counts_once_in_the_distribution_at_its_bounds_as_well() =>
        Assert.That(KeyAgeDistribution.Of([Age(0.49), Age(0.5), Age(0.99), Age(1), Age(1.5), Age(1.51), null]), Is.EqualTo(new KeyAgeDistribution(1, 2, 2, 1, 1)));

    private static Alert Alert(AlertSeverity severity) => new("a code", $"{severity}", "a test") { Severity = severity };

    private static KeyAge? Age(double ratio) => new KeyAge(TimeSpan.FromDays(90 * ratio), ratio);

    private static ClusterHealth Health(SchedulerState scheduler, Alert[]? alerts = null, ClusterNode[]? nodes = null, RotationTotals? totals = null) => new(
        new SchedulerStatus
        {
            State = scheduler,
            IsEnabled = true,
            Totals = totals ?? new RotationTotals(0, 0, 0, null),
            OverdueKeyTypes = 0,
            NextRotationAt = null,
            Window = new MaintenanceWindow(),
            Nodes = nodes ?? [],
            Open = [],
            Pauses = [],
            Paused = null,
        },
        new Dictionary<string, KeyAge?>(), alerts ?? [], Now);

    private static ClusterNode Node(string role, int hours) => new()
    {
        Id = Guid.NewGuid(),
        Instance = "host/1/a",
        Host = "host",
        ProcessId = 1,
        Version = "0.1.0",
        Roles = [role],
        KekId = "file:1",
        StartedAt = Now.AddHours(-hours),
    };
}
