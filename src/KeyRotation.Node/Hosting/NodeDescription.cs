using System.Diagnostics;
using KeyRotation.Custody;
using KeyRotation.Nodes;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Node.Hosting;

/// <summary>How this node describes itself: who it is, and what it uses of its machine.</summary>
internal sealed class NodeDescription(NodeIdentity identity, ClaimHolder holder, IKeyEncryptionKey kek, Database store)
{
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private TimeSpan _cpu = Process.GetCurrentProcess().TotalProcessorTime;
    private long _measuredAt = Stopwatch.GetTimestamp();

    public Guid Id => identity.Id;

    public string Instance => holder.Name;

    public ClusterNode Now(ClockGuard clock) => new()
    {
        Id = identity.Id,
        Instance = holder.Name,
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Version = identity.Version,
        Roles = identity.Roles,
        KekId = kek.Id,
        StartedAt = _startedAt,
        ClockSkewSeconds = Math.Round(clock.Skew.TotalSeconds, 3),
        CpuRatio = CpuSinceLastTime(),
        MemoryBytes = Environment.WorkingSet,
        PoolInUse = store.ConnectionsInUse,
        PoolSize = store.PoolSize,
        State = clock.RefusesWork ? NodeState.RefusingWork : NodeState.Ready,
    };

    private double CpuSinceLastTime()
    {
        using var process = Process.GetCurrentProcess();
        var spent = process.TotalProcessorTime - _cpu;
        var elapsed = Stopwatch.GetElapsedTime(_measuredAt);
        _cpu = process.TotalProcessorTime;
        _measuredAt = Stopwatch.GetTimestamp();
        return elapsed <= TimeSpan.Zero ? 0 : Math.Round(Math.Clamp(spent / (elapsed * Environment.ProcessorCount), 0, 1), 3);
    }
}
