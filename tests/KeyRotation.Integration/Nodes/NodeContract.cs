using KeyRotation.Nodes;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Nodes;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class NodeContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_node_that_checks_in_is_there_with_what_it_said_last()
    {
        var node = Node();
        await Get<INodeStore>().CheckInAsync(node, CancellationToken.None);

        await Get<INodeStore>().CheckInAsync(node with { State = NodeState.RefusingWork, ClockSkewSeconds = -6.5, MemoryBytes = 7 }, CancellationToken.None);

        var live = (await Get<INodeStore>().ListLiveAsync(Lately, CancellationToken.None)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((live.Id, live.State, live.ClockSkewSeconds, live.MemoryBytes), Is.EqualTo((node.Id, NodeState.RefusingWork, -6.5, 7L)));
            Assert.That(live.Roles, Is.EqualTo(new[] { "worker", "api" }));
            Assert.That(live.IsWorker);
        });
    }

    [Test]
    public async Task One_that_stopped_or_was_not_seen_for_long_is_not_there()
    {
        var stopped = Node();
        var silent = Node();
        await Get<INodeStore>().CheckInAsync(stopped, CancellationToken.None);
        await Get<INodeStore>().CheckInAsync(silent, CancellationToken.None);

        await Get<INodeStore>().StopAsync(stopped.Id, CancellationToken.None);

        Assert.That((await Get<INodeStore>().ListLiveAsync(Lately, CancellationToken.None)).Select(node => node.Id), Is.EqualTo(new[] { silent.Id }));
        await Poll.UntilAsync(async () => (await Get<INodeStore>().ListLiveAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None)).Count == 0, () => Task.FromResult("still there"));
    }

    [Test]
    public async Task The_database_s_clock_is_the_machine_s_where_both_are_one_machine()
    {
        var before = TimeProvider.System.GetUtcNow();
        var database = await Get<INodeStore>().ClockAsync(CancellationToken.None);

        Assert.That((database - before).Duration(), Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    private static ClusterNode Node() => new()
    {
        Id = Guid.CreateVersion7(),
        Instance = $"test/{Guid.NewGuid():N}",
        Host = "here",
        ProcessId = 1,
        Version = "1.0.0",
        Roles = NodeRoles.All,
        KekId = "file:1",
        StartedAt = TimeProvider.System.GetUtcNow(),
    };
}
