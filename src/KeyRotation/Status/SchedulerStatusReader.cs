using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>Reads how the scheduler stands: from the store, so that every process gives the same answer.</summary>
public sealed class SchedulerStatusReader
{
    private readonly IRotationStore _rotations;
    private readonly IKeyStore _keys;
    private readonly INodeStore _nodes;
    private readonly PauseBoard _pauses;
    private readonly RotationRules _rules;
    private readonly TimeProvider _time;
    private readonly SharedRead<SchedulerStatus> _look;

    public SchedulerStatusReader(IRotationStore rotations, IKeyStore keys, INodeStore nodes, PauseBoard pauses, RotationRules rules, TimeProvider time)
    {
        _rotations = rotations;
        _keys = keys;
        _nodes = nodes;
        _pauses = pauses;
        _rules = rules;
        _time = time;
        _look = new SharedRead<SchedulerStatus>(LookAsync);
    }

    /// <summary>A node that was not seen for so long counts as gone. Nodes check in every 5 s.</summary>
    public static TimeSpan SeenWithin { get; } = TimeSpan.FromSeconds(20);

    public Task<SchedulerStatus> ReadAsync(CancellationToken cancellationToken) => _look.ReadAsync(cancellationToken);

    /// <summary>Error before paused before maintenance before active.</summary>
    public static SchedulerState StateOf(IReadOnlyList<ClusterNode> nodes, Pause? paused, MaintenanceWindow window, DateTimeOffset now) =>
        !nodes.Any(node => node is { IsWorker: true, State: NodeState.Ready }) ? SchedulerState.Error
        : paused is not null ? SchedulerState.Paused
        : window.Contains(now) ? SchedulerState.Maintenance
        : SchedulerState.Active;

    private async Task<SchedulerStatus> LookAsync(CancellationToken cancellationToken)
    {
        var inForce = await _pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var open = await _rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        var versions = await _keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var members = await _nodes.ListLiveAsync(SeenWithin, cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        var paused = inForce.OfEverything(now);
        return new SchedulerStatus
        {
            State = StateOf(members, paused, _rules.Window, now),
            IsEnabled = _rules.IsEnabled,
            Totals = await _rotations.TotalsAsync(cancellationToken).ConfigureAwait(false),
            OverdueKeyTypes = _rules.Policies.All.Count(policy => IsOverdue(policy, versions, now)),
            NextRotationAt = UpcomingRotations.Of(_rules, versions, open, now) is [var next, ..] ? next.At : null,
            Window = _rules.Window,
            Nodes = members,
            Open = RotationQueue.Order(open.Where(rotation => _rules.Policies.Find(rotation.KeyType) is not null), _rules.Policies, versions, now),
            Pauses = inForce.At(now).All,
            Paused = paused,
        };
    }

    private static bool IsOverdue(KeyTypePolicy policy, IReadOnlyList<KeyVersion> versions, DateTimeOffset now) =>
        versions.ActiveOf(policy.Name) is not { } active
        || KeyAge.Of(active, policy, now).IsDue;
}
