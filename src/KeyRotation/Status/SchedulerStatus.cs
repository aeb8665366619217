using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>How the scheduler of the whole cluster stands, from the store.</summary>
public sealed record SchedulerStatus
{
    public required SchedulerState State { get; init; }

    /// <summary>False: disabled by configuration; requests and emergencies work.</summary>
    public required bool IsEnabled { get; init; }

    public required RotationTotals Totals { get; init; }

    /// <summary>Key types whose active version is at or past its interval, or that have none.</summary>
    public required int OverdueKeyTypes { get; init; }

    /// <summary>When the next rotation is expected to begin, UTC; null while nothing can be said.</summary>
    public required DateTimeOffset? NextRotationAt { get; init; }

    public required MaintenanceWindow Window { get; init; }

    /// <summary>Members that were seen lately.</summary>
    public required IReadOnlyList<ClusterNode> Nodes { get; init; }

    /// <summary>Open rotations in the order of the queue.</summary>
    public required IReadOnlyList<Rotation> Open { get; init; }

    public required IReadOnlyList<Pause> Pauses { get; init; }

    /// <summary>The pause of everything that is in force; null = there is none.</summary>
    public required Pause? Paused { get; init; }
}
