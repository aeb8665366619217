namespace KeyRotation.Nodes;

/// <summary>Members of the cluster as the store has them.</summary>
public interface INodeStore
{
    /// <summary>The database's clock, UTC: what the node's own is compared with.</summary>
    Task<DateTimeOffset> ClockAsync(CancellationToken cancellationToken);

    /// <summary>Writes down how the node is, and that it was seen now.</summary>
    Task CheckInAsync(ClusterNode node, CancellationToken cancellationToken);

    /// <summary>The node stops: it is not missed.</summary>
    Task StopAsync(Guid nodeId, CancellationToken cancellationToken);

    /// <summary>Those that have not stopped and were seen within so long, by the database's clock; the rest is history.</summary>
    Task<IReadOnlyList<ClusterNode>> ListLiveAsync(TimeSpan seenWithin, CancellationToken cancellationToken);
}
