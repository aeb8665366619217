namespace KeyRotation.Nodes;

/// <summary>A member of the cluster as it described itself last.</summary>
public sealed record ClusterNode
{
    /// <summary>New with each start of the process.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name under which it holds claims.</summary>
    public required string Instance { get; init; }

    public required string Host { get; init; }

    public required int ProcessId { get; init; }

    public required string Version { get; init; }

    /// <summary>What it does: <c>worker</c>, <c>api</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The key-encryption key that it holds.</summary>
    public required string KekId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>On the database's clock; set by the store.</summary>
    public DateTimeOffset SeenAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Its clock minus the database's, seconds.</summary>
    public double ClockSkewSeconds { get; init; }

    /// <summary>Share of the machine's processors that it used since its last check-in, 0 to 1.</summary>
    public double CpuRatio { get; init; }

    /// <summary>Working set, bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Connections to the store that it had in use.</summary>
    public int PoolInUse { get; init; }

    /// <summary>Connections to the store that it may have at most.</summary>
    public int PoolSize { get; init; }

    public NodeState State { get; init; } = NodeState.Ready;

    public bool IsWorker => Roles.Contains(NodeRoles.Worker);
}
