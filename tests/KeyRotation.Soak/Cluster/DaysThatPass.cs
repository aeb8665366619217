namespace KeyRotation.Soak.Cluster;

/// <summary>
/// The days of an old version, which no run is long enough for: dates are moved in the rows, never in the clocks. What they prove is proved
/// all the same: nothing is moved of an application that is alive, whether it runs or stands still.
/// </summary>
public sealed class DaysThatPass(FaultCluster cluster, string keyType, int version)
{
    private string Version => $"key_type = '{keyType}' and version = {version}";

    /// <summary>The grace period, and the silence of processes that died; those that the supervisor started behind them are the last of their name.</summary>
    public Task EndGraceAsync() => cluster.ExecuteAsync(
        $"""
        update keyrotation.key_version set grace_ends_at = clock_timestamp() - interval '1 day' where {Version} and state = 'grace';
        update keyrotation.activation set activated_at = activated_at - interval '100 days' where key_type = '{keyType}';
        update keyrotation.key_version set restored_at = restored_at - interval '100 days' where {Version};
        update keyrotation.store set restored_at = restored_at - interval '100 days';
        update keyrotation.consumer c set lease_until = lease_until - interval '100 days', registered_at = registered_at - interval '100 days'
        where c.signed_off_at is null and c.lease_until < clock_timestamp() - interval '5 seconds'
          and c.consumer_id not in (select distinct on (l.name) l.consumer_id from keyrotation.consumer l where l.name like 'fault-%' and l.signed_off_at is null order by l.name, l.registered_at desc)
        """);

    /// <summary>The days of being disabled: everybody has said that he read so, and opened nothing since.</summary>
    public Task EndSoftDisableAsync() => cluster.ExecuteAsync(
        $"""
        update keyrotation.consumer_usage set last_open_at = clock_timestamp() - interval '9 days' where {Version};
        update keyrotation.key_version set disabled_at = clock_timestamp() - interval '8 days' where {Version} and state = 'disabled';
        update keyrotation.consumer_acknowledgement set acknowledged_at = clock_timestamp() - interval '7 days' where key_type = '{keyType}'
        """);

    /// <summary>
    /// Whether each live consumer has acknowledged the key type's ring as it is now, and, where the version is disabled, has said since what it
    /// opened until then: with its first heartbeat behind it, so before its second one.
    /// </summary>
    public async Task<bool> IsFollowedAsync() => await cluster.CountAsync(
        $"""
        keyrotation.consumer c
        join keyrotation.key_type k on k.name = '{keyType}'
        join keyrotation.key_version v on v.key_type = k.name and v.version = {version}
        left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = k.name
        where c.signed_off_at is null and c.lease_until > clock_timestamp()
          and (a.epoch is distinct from k.epoch or c.lease_until <= v.disabled_at + interval '{cluster.Settings.ConsumerLease * 1500} milliseconds')
        """) == 0;
}
