using KeyRotation.Node.Hosting;
using KeyRotation.Nodes;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeyRotation.Integration.Nodes;

/// <summary>A node does not take its clock for right before it has measured it.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ClockAtStart(DatabaseKind kind) : StoreFixture(kind)
{
    [Test]
    public async Task A_node_whose_clock_could_not_be_measured_at_its_start_takes_no_work_yet()
    {
        var work = new RecordedSwitch();
        using var checkIn = new NodeCheckIn(
            new SlowNodes(Get<INodeStore>()), Get<IRetirementStore>(), ActivatorUtilities.CreateInstance<NodeDescription>(Services, NodeIdentity.New([NodeRoles.Worker])), Get<ClockGuard>(), new MachineClock(new AheadClock()), work, NullLogger<NodeCheckIn>.Instance);

        await checkIn.StartAsync(CancellationToken.None);
        await checkIn.StopAsync(CancellationToken.None);

        Assert.That(work.First, Is.False, "Its clock is 800 days ahead, and the first answer took 1.2 s.");
    }

    private sealed class RecordedSwitch : IWorkSwitch
    {
        public bool? First { get; private set; }

        public Task TakeWorkAsync(bool takes, CancellationToken cancellationToken)
        {
            First ??= takes;
            return Task.CompletedTask;
        }
    }

    private sealed class AheadClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(800);
    }

    private sealed class SlowNodes(INodeStore real) : INodeStore
    {
        public async Task<DateTimeOffset> ClockAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(1.2), TimeProvider.System, cancellationToken);
            return await real.ClockAsync(cancellationToken);
        }

        public Task CheckInAsync(ClusterNode node, CancellationToken cancellationToken) => real.CheckInAsync(node, cancellationToken);

        public Task StopAsync(Guid nodeId, CancellationToken cancellationToken) => real.StopAsync(nodeId, cancellationToken);

        public Task<IReadOnlyList<ClusterNode>> ListLiveAsync(TimeSpan seenWithin, CancellationToken cancellationToken) => real.ListLiveAsync(seenWithin, cancellationToken);
    }
}
