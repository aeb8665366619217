using KeyRotation.Nodes;

namespace KeyRotation.Api.Scheduler;

/// <summary>A member of the cluster.</summary>
internal record NodeDto(
    string Id, string Host, int ProcessId, string Version, IReadOnlyList<string> Roles, NodeState State, DateTimeOffset StartedAt, DateTimeOffset SeenAt,
    double ClockSkewSeconds, double CpuRatio, long MemoryBytes, int PoolInUse, int PoolSize)
{
    public static NodeDto Of(ClusterNode node) => new(
        node.Id.ToString(), node.Host, node.ProcessId, node.Version, node.Roles, node.State, node.StartedAt, node.SeenAt,
        node.ClockSkewSeconds, node.CpuRatio, node.MemoryBytes, node.PoolInUse, node.PoolSize);
}
