using KeyRotation.Configuration;
using KeyRotation.Node.Hosting;
using KeyRotation.Nodes;

namespace KeyRotation.Specs.Configuration;

public sealed class ConnectionBudgetRules
{
    [Test]
    public void A_worker_needs_more_for_each_rotation_at_once() =>
        Assert.That(Of(4, NodeRoles.Worker) - Of(2, NodeRoles.Worker), Is.EqualTo(4));

    [Test]
    public void An_api_needs_the_same_however_many_rotations_run() => Assert.That(Of(64, NodeRoles.Api), Is.EqualTo(Of(1, NodeRoles.Api)));

    [Test]
    public void The_defaults_of_the_drivers_are_enough_for_the_default_of_rotations() =>
        Assert.That(Of(2, NodeRoles.Worker, NodeRoles.Api), Is.LessThan(100));

    private static int Of(int rotations, params string[] roles) => ConnectionBudget.Of(new SchedulerOptions { MaxConcurrentRotations = rotations }, new MigrationOptions(), roles);
}
