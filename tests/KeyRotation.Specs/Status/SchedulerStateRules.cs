using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Specs.Policies;
using KeyRotation.Status;

namespace KeyRotation.Specs.Status;

/// <summary>What the scheduler is doing, in one word.</summary>
public sealed class SchedulerStateRules
{
    private static readonly MaintenanceWindow Window = new();
    private static readonly DateTimeOffset Inside = Moment.At("2026-11-24 03:00");
    private static readonly DateTimeOffset Outside = Moment.At("2026-11-24 12:00");
    private static readonly Pause Everything = new(Pause.Everything, "audit", "ada", Outside, null);

    [Test]
    public void Outside_the_window_it_is_active() => Assert.That(SchedulerStatusReader.StateOf([Worker()], null, Window, Outside), Is.EqualTo(SchedulerState.Active));

    [Test]
    public void Inside_the_window_it_is_in_maintenance() => Assert.That(SchedulerStatusReader.StateOf([Worker()], null, Window, Inside), Is.EqualTo(SchedulerState.Maintenance));

    [Test]
    public void A_pause_of_everything_comes_before_the_window() => Assert.That(SchedulerStatusReader.StateOf([Worker()], Everything, Window, Inside), Is.EqualTo(SchedulerState.Paused));

    [Test]
    public void Without_a_worker_it_is_an_error_though_paused() => Assert.That(SchedulerStatusReader.StateOf([], Everything, Window, Inside), Is.EqualTo(SchedulerState.Error));

    [Test]
    public void A_node_that_only_serves_the_API_does_no_work() =>
        Assert.That(SchedulerStatusReader.StateOf([Worker() with { Roles = [NodeRoles.Api] }], null, Window, Outside), Is.EqualTo(SchedulerState.Error));

    [Test]
    public void A_worker_that_refuses_work_does_none() =>
        Assert.That(SchedulerStatusReader.StateOf([Worker() with { State = NodeState.RefusingWork }], null, Window, Outside), Is.EqualTo(SchedulerState.Error));

    [Test]
    public void One_worker_of_several_that_takes_work_is_enough() =>
        Assert.That(SchedulerStatusReader.StateOf([Worker() with { State = NodeState.RefusingWork }, Worker()], null, Window, Outside), Is.EqualTo(SchedulerState.Active));

    private static ClusterNode Worker() => new()
    {
        Id = Guid.NewGuid(),
        Instance = "host/1/a",
        Host = "host",
        ProcessId = 1,
        Version = "0.1.0",
        Roles = NodeRoles.All,
        KekId = "file:1",
        StartedAt = Outside,
    };
}
