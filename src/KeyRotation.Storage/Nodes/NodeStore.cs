using KeyRotation.Nodes;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Nodes;

/// <summary>Members of the cluster, in the control store.</summary>
internal sealed class NodeStore(ControlStore store) : INodeStore
{
    private static readonly Statement Clock = new("select {now}");

    private static readonly Statement Update = new(
        """
        update keyrotation.node
        set seen_at = {now}, stopped_at = null, clock_skew_seconds = @ClockSkewSeconds, cpu_ratio = @CpuRatio, memory_bytes = @MemoryBytes,
            pool_in_use = @PoolInUse, pool_size = @PoolSize, state = @State
        where node_id = @NodeId
        """);

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.node (node_id, instance, host, process_id, version, roles, kek_id, started_at, seen_at,
            clock_skew_seconds, cpu_ratio, memory_bytes, pool_in_use, pool_size, state)
        values (@NodeId, @Instance, @Host, @ProcessId, @Version, @Roles, @KekId, @StartedAt, {now},
            @ClockSkewSeconds, @CpuRatio, @MemoryBytes, @PoolInUse, @PoolSize, @State)
        """);

    private static readonly Statement Stop = new(
        """
        update keyrotation.node
        set stopped_at = {now}, state = 'stopped'
        where node_id = @id
        """);

    private static readonly Statement Live = new(
        """
        select node_id as NodeId, instance as Instance, host as Host, process_id as ProcessId, version as Version, roles as Roles,
               kek_id as KekId, started_at as StartedAt, seen_at as SeenAt, stopped_at as StoppedAt, clock_skew_seconds as ClockSkewSeconds,
               cpu_ratio as CpuRatio, memory_bytes as MemoryBytes, pool_in_use as PoolInUse, pool_size as PoolSize, state as State
        from keyrotation.node
        where stopped_at is null and seen_at > {now+@milliseconds}
        order by started_at, node_id
        """);

    public Task<DateTimeOffset> ClockAsync(CancellationToken cancellationToken) =>
        store.Database.ReadOnceAsync(async session => (DateTimeOffset)await session.QuerySingleAsync<Instant>(Clock).ConfigureAwait(false), cancellationToken);

    public Task CheckInAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        var row = NodeRow.Of(node);
        return store.Database.InTransactionAsync(async session =>
        {
            if (await session.ExecuteAsync(Update, row).ConfigureAwait(false) == 0)
                await session.ExecuteAsync(Insert, row).ConfigureAwait(false);
        }, cancellationToken);
    }

    public Task StopAsync(Guid nodeId, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => session.ExecuteAsync(Stop, new { id = (Uid)nodeId }), cancellationToken);

    public Task<IReadOnlyList<ClusterNode>> ListLiveAsync(TimeSpan seenWithin, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<ClusterNode>>(async session =>
        {
            var rows = await session.QueryAsync<NodeRow>(Live, new { milliseconds = -(long)seenWithin.TotalMilliseconds }).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToNode())];
        }, cancellationToken);

    private sealed class NodeRow
    {
        public Uid NodeId { get; init; }
        public required string Instance { get; init; }
        public required string Host { get; init; }
        public int ProcessId { get; init; }
        public required string Version { get; init; }
        public required string Roles { get; init; }
        public required string KekId { get; init; }
        public Instant StartedAt { get; init; }
        public Instant SeenAt { get; init; }
        public Instant? StoppedAt { get; init; }
        public double ClockSkewSeconds { get; init; }
        public double CpuRatio { get; init; }
        public long MemoryBytes { get; init; }
        public int PoolInUse { get; init; }
        public int PoolSize { get; init; }
        public required string State { get; init; }

        public static NodeRow Of(ClusterNode node) => new()
        {
            NodeId = node.Id,
            Instance = node.Instance,
            Host = node.Host,
            ProcessId = node.ProcessId,
            Version = node.Version,
            Roles = string.Join(',', node.Roles),
            KekId = node.KekId,
            StartedAt = node.StartedAt,
            ClockSkewSeconds = node.ClockSkewSeconds,
            CpuRatio = node.CpuRatio,
            MemoryBytes = node.MemoryBytes,
            PoolInUse = node.PoolInUse,
            PoolSize = node.PoolSize,
            State = node.State.ToSnakeCase(),
        };

        public ClusterNode ToNode() => new()
        {
            Id = NodeId,
            Instance = Instance,
            Host = Host,
            ProcessId = ProcessId,
            Version = Version,
            Roles = Roles.Split(','),
            KekId = KekId,
            StartedAt = StartedAt,
            SeenAt = SeenAt,
            StoppedAt = StoppedAt,
            ClockSkewSeconds = ClockSkewSeconds,
            CpuRatio = CpuRatio,
            MemoryBytes = MemoryBytes,
            PoolInUse = PoolInUse,
            PoolSize = PoolSize,
            State = StoredName.Parse<NodeState>(State, $"The state of node {NodeId.Value}"),
        };
    }
}
