using KeyRotation.Alerts;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Status;

/// <summary>Reads how the whole of it is: from the store, so that every process gives the same answer.</summary>
public sealed class HealthReader(SchedulerStatusReader scheduler, IKeyStore keys, IAlertStore alerts, KeyTypePolicies policies, TimeProvider time)
{
    public async Task<ClusterHealth> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await scheduler.ReadAsync(cancellationToken).ConfigureAwait(false);
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var open = await alerts.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return new ClusterHealth(
            status, policies.All.ToDictionary(policy => policy.Name, policy => versions.ActiveOf(policy.Name) is { } active ? KeyAge.Of(active, policy, now) : (KeyAge?)null),
            [.. open.Select(alert => alert.Alert)], now);
    }
}
