using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>Reads how the scheduler stands: from the store, so that every process gives the same answer.</summary>
public sealed class SchedulerStatusReader(
    IRotationStore rotations, IKeyStore keys, INodeStore nodes, PauseBoard pauses, RotationRules rules, TimeProvider time)
{
    /// <summary>A node that was not seen for so long counts as gone. Nodes check in every 5 s.</summary>
    public static TimeSpan SeenWithin { get; } = TimeSpan.FromSeconds(20);

    public async Task<SchedulerStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var inForce = await pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var open = await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var members = await nodes.ListLiveAsync(SeenWithin, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var paused = inForce.OfEverything(now);
        return new SchedulerStatus
        {
            State = StateOf(members, paused, rules.Window, now),
            IsEnabled = rules.IsEnabled,
            Totals = await rotations.TotalsAsync(cancellationToken).ConfigureAwait(false),
            OverdueKeyTypes = rules.Policies.All.Count(policy => IsOverdue(policy, versions, now)),
            NextRotationAt = UpcomingRotations.Of(rules, versions, open, now) is [var next, ..] ? next.At : null,
            Window = rules.Window,
            Nodes = members,
            Open = RotationQueue.Order(open.Where(rotation => rules.Policies.Find(rotation.KeyType) is not null), rules.Policies, versions, now),
            Pauses = inForce.At(now).All,
            Paused = paused,
        };
    }

    /// <summary>Error before paused before maintenance before active.</summary>
    public static SchedulerState StateOf(IReadOnlyList<ClusterNode> nodes, Pause? paused, MaintenanceWindow window, DateTimeOffset now) =>
        !nodes.Any(node => node is { IsWorker: true, State: NodeState.Ready }) ? SchedulerState.Error
        : paused is not null ? SchedulerState.Paused
        : window.Contains(now) ? SchedulerState.Maintenance
        : SchedulerState.Active;

    private static bool IsOverdue(KeyTypePolicy policy, IReadOnlyList<KeyVersion> versions, DateTimeOffset now) =>
        versions.ActiveOf(policy.Name) is not { } active
        || KeyAge.Of(active, policy, now).IsDue;
}
