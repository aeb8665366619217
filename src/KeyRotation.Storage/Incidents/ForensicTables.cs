using KeyRotation.Incidents;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Incidents;

/// <summary>
/// Which rows of the store go into a snapshot: how things stand, not what there ever was. Of key versions what describes them; neither their
/// wrapped material nor anything else that is secret.
/// </summary>
internal sealed class ForensicTables(ControlStore store) : IForensicParts
{
    /// <summary>Of one table.</summary>
    internal const int MostRows = 2000;

    private static readonly Statement Store = new("select incarnation_id, {now} as database_now from keyrotation.store where id = 1");

    private static readonly Statement Versions = new(
        """
        select {top@most} key_type, version, state, kek_id, check_value, created_at, activated_at, grace_ends_at, disabled_at, retired_at, compromised_at,
               restored_at, settles_at
        from keyrotation.key_version
        order by key_type, version desc
        {limit@most}
        """);

    private static readonly Statement KeyTypes = new("select {top@most} name, key_id, epoch, activation from keyrotation.key_type order by name {limit@most}");

    private static readonly Statement Activations = new(
        """
        select {top@most} key_type, number, version, rotation_id, activated_at
        from keyrotation.activation
        order by activated_at desc
        {limit@most}
        """);

    private static readonly Statement Rotations = new("select {top@most} * from keyrotation.rotation where ended_at is null order by rotation_id {limit@most}");

    // Without the keys that a range lies between: they are the target's own, and may be a person's.
    private static readonly Statement Ranges = new(
        """
        select {top@most} m.work_id, m.target, m.pass, m.range_number, m.kind, m.to_version, m.holder, m.epoch, m.claimed_until, m.batch_number, m.rows_read,
               m.rows_rewritten, m.rows_verified, m.rows_superseded, m.rows_quarantined, m.rows_estimated, m.started_at, m.checkpoint_at, m.finished_at
        from keyrotation.migration_range m
        join keyrotation.rotation r on r.rotation_id = m.work_id
        where r.ended_at is null
        order by m.pass desc, m.work_id, m.target, m.range_number
        {limit@most}
        """);

    private static readonly Statement Claims = new("select {top@most} name, holder, epoch, expires_at from keyrotation.claim order by name {limit@most}");

    private static readonly Statement Pauses = new("select {top@most} * from keyrotation.pause order by scope {limit@most}");

    private static readonly Statement Requests = new("select {top@most} * from keyrotation.request order by requested_at desc {limit@most}");

    private static readonly Statement Alerts = new("select {top@most} * from keyrotation.alert where closed_at is null order by opened_at desc {limit@most}");

    private static readonly Statement Nodes = new("select {top@most} * from keyrotation.node order by seen_at desc {limit@most}");

    private static readonly Statement Consumers = new(
        """
        select {top@most} c.consumer_id, c.name, c.host, c.version, c.login, c.registered_at, c.lease_until, c.signed_off_at,
               a.key_type, a.incarnation_id, a.epoch, a.activation, a.versions, a.acknowledged_at
        from keyrotation.consumer c
        left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id
        order by c.lease_until desc
        {limit@most}
        """);

    private static readonly Statement AuditLanes = new("select {top@most} lane, seq, head from keyrotation.audit_lane order by lane {limit@most}");

    private static readonly Statement LatestSeal = new(
        """
        select number, sealed_at, key_number, hash, signature
        from keyrotation.audit_seal
        where number = (select max(number) from keyrotation.audit_seal)
        """);

    private static readonly Statement QuartzNodes = new("select {top@most} * from {quartz}SCHEDULER_STATE {limit@most}");

    private static readonly Statement QuartzJobs = new("select {top@most} * from {quartz}JOB_DETAILS {limit@most}");

    private static readonly Statement QuartzTriggers = new("select {top@most} * from {quartz}TRIGGERS {limit@most}");

    private static readonly Statement QuartzCronTriggers = new("select {top@most} * from {quartz}CRON_TRIGGERS {limit@most}");

    private static readonly Statement QuartzFired = new("select {top@most} * from {quartz}FIRED_TRIGGERS {limit@most}");

    private static readonly Statement QuartzPausedGroups = new("select {top@most} * from {quartz}PAUSED_TRIGGER_GRPS {limit@most}");

    /// <summary>In the order in which they are taken: what changes soonest first.</summary>
    public IReadOnlyList<IForensicPart> All { get; } =
    [
        new TablePart(store, "scheduler", [("rotations", Rotations), ("pauses", Pauses), ("ranges", Ranges), ("claims", Claims), ("requests", Requests)]),
        new TablePart(store, "quartz", [("scheduler_state", QuartzNodes), ("triggers", QuartzTriggers), ("cron_triggers", QuartzCronTriggers), ("fired_triggers", QuartzFired), ("paused_trigger_groups", QuartzPausedGroups), ("jobs", QuartzJobs)]),
        new TablePart(store, "nodes", [("rows", Nodes)]),
        new TablePart(store, "keys", [("key_types", KeyTypes), ("versions", Versions), ("activations", Activations)]),
        new TablePart(store, "consumers", [("rows", Consumers)]),
        new TablePart(store, "alerts", [("rows", Alerts)]),
        new TablePart(store, "audit", [("lanes", AuditLanes), ("latest_seal", LatestSeal)]),
        new TablePart(store, "store", [("rows", Store)]),
    ];
}
