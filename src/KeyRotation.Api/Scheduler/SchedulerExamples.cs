using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using KeyRotation.Api.Rotations;
using KeyRotation.Nodes;
using KeyRotation.Rotations;
using KeyRotation.Status;

namespace KeyRotation.Api.Scheduler;

/// <summary>The scheduler and its nodes as they may be answered.</summary>
internal static class SchedulerExamples
{
    private static readonly PauseDto Pause = new("*", "jwt:anna", "upgrade of the database", Examples.Opened, Examples.Later);

    private static readonly NodeDto Node = new(
        Examples.OtherId, "node-1", ProcessId: 4711, "0.1.0", ["worker", "api"], NodeState.Ready, Examples.Opened, Examples.Later,
        ClockSkewSeconds: 0.012, CpuRatio: 0.25, MemoryBytes: 150_000_000, PoolInUse: 3, PoolSize: 100);

    public static StatusDto Active { get; } = new(
        SchedulerState.Active, TotalRotationsScheduled: 42, TotalRotationsCompleted: 40, TotalRotationsFailed: 1, AverageRotationDuration: 45.3, OverdueKeyTypes: 0,
        Examples.Started, new StatusDto.WindowDto("02:00 UTC", "4 hours"), Enabled: true, DisabledBy: null, Paused: null, Pauses: [], Running: [RotationExamples.Migrating],
        Holds: [], Nodes: [Node]);

    public static StatusDto Paused { get; } = Active with
    {
        SchedulerStatus = SchedulerState.Paused,
        Paused = Pause,
        Pauses = [Pause],
        Running = [],
        Holds = [new StatusDto.HoldDto(Examples.RotationId, Examples.KeyType, Hold.Paused, "paused by jwt:anna", Examples.Later)],
    };

    public static PausesDto WouldBe { get; } = new([Pause]);

    public static PageDto<NodeWorkDto> Nodes { get; } = new([new NodeWorkDto(Node) { Running = ["rotation:token_encryption"] }], NextCursor: null);
}
