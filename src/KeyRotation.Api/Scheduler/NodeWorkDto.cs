using KeyRotation.Nodes;
using KeyRotation.Status;

namespace KeyRotation.Api.Scheduler;

/// <summary>A member of the cluster and what it has in hand.</summary>
internal sealed record NodeWorkDto(
    string Id, string Host, int ProcessId, string Version, IReadOnlyList<string> Roles, NodeState State, DateTimeOffset StartedAt, DateTimeOffset SeenAt,
    double ClockSkewSeconds, double CpuRatio, long MemoryBytes, int PoolInUse, int PoolSize, IReadOnlyList<string> Running)
{
    public static NodeWorkDto Of(NodeWork work)
    {
        var node = NodeDto.Of(work.Node);
        return new NodeWorkDto(
            node.Id, node.Host, node.ProcessId, node.Version, node.Roles, node.State, node.StartedAt, node.SeenAt, node.ClockSkewSeconds, node.CpuRatio, node.MemoryBytes,
            node.PoolInUse, node.PoolSize, work.Claims);
    }
}
