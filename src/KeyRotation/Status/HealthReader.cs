using KeyRotation.Alerts;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Status;

/// <summary>Reads how the whole of it is: from the store, so that every process gives the same answer.</summary>
public sealed class HealthReader
{
    private readonly SchedulerStatusReader _scheduler;
    private readonly IKeyStore _keys;
    private readonly IAlertStore _alerts;
    private readonly KeyTypePolicies _policies;
    private readonly TimeProvider _time;
    private readonly SharedRead<ClusterHealth> _look;

    public HealthReader(SchedulerStatusReader scheduler, IKeyStore keys, IAlertStore alerts, KeyTypePolicies policies, TimeProvider time)
    {
        _scheduler = scheduler;
        _keys = keys;
        _alerts = alerts;
        _policies = policies;
        _time = time;
        _look = new SharedRead<ClusterHealth>(LookAsync);
    }

    public Task<ClusterHealth> ReadAsync(CancellationToken cancellationToken) => _look.ReadAsync(cancellationToken);

    private async Task<ClusterHealth> LookAsync(CancellationToken cancellationToken)
    {
        var status = await _scheduler.ReadAsync(cancellationToken).ConfigureAwait(false);
        var versions = await _keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var open = await _alerts.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        return new ClusterHealth(
            status, _policies.All.ToDictionary(policy => policy.Name, policy => versions.ActiveOf(policy.Name) is { } active ? KeyAge.Of(active, policy, now) : (KeyAge?)null),
            [.. open.Select(alert => alert.Alert)], now);
    }
}
