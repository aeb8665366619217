-- What people ask in SQL, without knowing Quartz: schema ops, the same views and columns on every database (sql/README.md).
-- Quartz makes its tables before this script runs.

-- One owner for both schemas, so that who may read a view needs no right on the tables under it.
if schema_id('ops') is null
begin
    declare @create nvarchar(max) = N'create schema ops authorization ' + quotename((
        select p.name
        from sys.schemas s
        join sys.database_principals p on p.principal_id = s.principal_id
        where s.name = 'keyrotation'));
    exec(@create);
end
GO

-- Quartz keeps moments as .NET ticks: 100 ns since 0001-01-01, UTC. 0 and less is no moment.
create function ops.utc_of_ticks(@ticks bigint) returns datetime2(6) as
begin
    return case when @ticks > 0 then
        dateadd(microsecond, cast(@ticks / 10 % 1000000 as int),
            dateadd(second, cast(@ticks / 10000000 % 86400 as int),
                dateadd(day, cast(@ticks / 864000000000 as int), cast('0001-01-01' as datetime2(6))))) end;
end
GO

-- The pause that holds a key type longest: its own, or the one of all.
create view keyrotation.pause_in_force as
with ranked as (
    select k.name as key_type, p.scope, p.reason, p.paused_by, p.paused_at, p.paused_until,
           row_number() over (
               partition by k.name
               order by case when p.paused_until is null then 0 else 1 end, p.paused_until desc, case p.scope when '*' then 1 else 0 end) as place
    from keyrotation.key_type k
    join keyrotation.pause p on p.scope = k.name or p.scope = '*'
    where p.paused_until is null or p.paused_until > sysutcdatetime()
)
select key_type, case scope when '*' then 'all' else 'key_type' end as scope, reason, paused_by, paused_at, paused_until
from ranked
where place = 1;
GO

create view ops.v_key_versions as
select v.key_type,
       v.version,
       v.state,
       case when v.compromised_at is null then 'no' else 'yes' end as compromised,
       case when v.wrapped_record is null then 'no' else 'yes' end as in_store,
       case v.state
           when 'pending' then 'its rotation activates it'
           when 'active' then 'encrypts'
           when 'grace' then case when v.grace_ends_at > sysutcdatetime() then 'grace period runs' else 'grace period is over, retirement decides' end
           when 'disabled' then 'decryption is refused, one command undoes it'
           when 'retired' then 'escrow copy only'
           else 'no copy left'
       end as meaning,
       v.created_at,
       v.activated_at,
       v.grace_ends_at,
       v.disabled_at,
       v.retired_at,
       v.destroyed_at,
       v.compromised_at,
       v.kek_id
from keyrotation.key_version v;
GO

create view ops.v_key_status as
with versions as (
    select key_type,
           count(case when state = 'grace' then 1 end) as grace_versions,
           string_agg(case when state = 'grace' then cast(version as nvarchar(10)) end, ', ') within group (order by version) as grace_version_numbers,
           min(case when state = 'grace' then grace_ends_at end) as next_grace_ends_at,
           count(case when state = 'disabled' then 1 end) as disabled_versions,
           count(case when compromised_at is not null and state in ('pending', 'active', 'grace', 'disabled') then 1 end) as compromised_versions
    from keyrotation.key_version
    group by key_type
), completed as (
    select key_type, rotation_id, outcome, started_at, ended_at, row_number() over (partition by key_type order by ended_at desc, scheduled_at desc) as place
    from keyrotation.rotation
    where state = 'completed'
), quarantined as (
    select key_type, count(*) as cells
    from keyrotation.quarantine
    group by key_type
), alerts as (
    select key_type, count(*) as opened
    from keyrotation.alert
    where closed_at is null
    group by key_type
), ages as (
    select k.name as key_type, k.key_id, a.version, a.activated_at, a.compromised_at, p.rotation_seconds, p.grace_seconds, p.priority, p.protects,
           datediff(second, a.activated_at, sysutcdatetime()) as age_seconds,
           dateadd(second, cast(p.rotation_seconds % 86400 as int), dateadd(day, cast(p.rotation_seconds / 86400 as int), a.activated_at)) as due_at
    from keyrotation.key_type k
    left join keyrotation.key_version a on a.key_type = k.name and a.state = 'active'
    left join keyrotation.key_type_policy p on p.key_type = k.name
)
select a.key_type,
       case
           when a.version is null then 'no_active_key'
           when a.compromised_at is not null then 'compromised'
           when r.state = 'failed' then 'rotation_failed'
           when r.hold is not null or r.state = 'scheduled' then 'rotation_waits'
           when r.state is not null then 'rotation_runs'
           when a.rotation_seconds is null then 'interval_unknown'
           when a.age_seconds > 1.5 * a.rotation_seconds then 'severely_overdue'
           when a.age_seconds >= a.rotation_seconds then 'due'
           else 'in_time'
       end as state,
       a.version as active_version,
       a.activated_at as active_since,
       cast(a.age_seconds / 86400.0 as decimal(9, 1)) as age_days,
       cast(a.rotation_seconds / 86400.0 as decimal(9, 1)) as interval_days,
       cast(1.0 * a.age_seconds / nullif(a.rotation_seconds, 0) as decimal(9, 3)) as age_ratio,
       a.due_at,
       cast(a.grace_seconds / 86400.0 as decimal(9, 1)) as grace_days,
       a.priority,
       a.protects,
       coalesce(v.grace_versions, 0) as grace_versions,
       v.grace_version_numbers,
       v.next_grace_ends_at,
       coalesce(v.disabled_versions, 0) as disabled_versions,
       coalesce(v.compromised_versions, 0) as compromised_versions,
       case when h.key_type is null then 'no' else 'yes' end as paused,
       h.paused_by,
       h.reason as pause_reason,
       h.paused_at as paused_since,
       h.paused_until,
       r.rotation_id as open_rotation_id,
       r.state as open_rotation_state,
       r.hold as open_rotation_hold,
       r.hold_detail as open_rotation_hold_detail,
       r.hold_until as open_rotation_hold_until,
       l.rotation_id as last_rotation_id,
       l.outcome as last_rotation_outcome,
       l.ended_at as last_rotation_at,
       datediff(second, l.started_at, l.ended_at) as last_rotation_seconds,
       coalesce(q.cells, 0) as quarantined_cells,
       coalesce(t.opened, 0) as open_alerts
from ages a
left join versions v on v.key_type = a.key_type
left join keyrotation.pause_in_force h on h.key_type = a.key_type
left join keyrotation.rotation r on r.key_type = a.key_type and r.ended_at is null
left join completed l on l.key_type = a.key_type and l.place = 1
left join quarantined q on q.key_type = a.key_type
left join alerts t on t.key_type = a.key_type;
GO

-- One row for each job and trigger; a job without a trigger has one row too. QRTZ_ names and states stay in here.
create view ops.v_job_state as
with running as (
    select SCHED_NAME as sched_name, JOB_GROUP as job_group, JOB_NAME as job_name, TRIGGER_GROUP as trigger_group, TRIGGER_NAME as trigger_name,
           min(FIRED_TIME) as fired_time, max(INSTANCE_NAME) as instance_name
    from keyrotation.QRTZ_FIRED_TRIGGERS
    where STATE = 'EXECUTING'
    group by SCHED_NAME, JOB_GROUP, JOB_NAME, TRIGGER_GROUP, TRIGGER_NAME
), ended as (
    select key_type, state, outcome, ended_at, row_number() over (partition by key_type order by ended_at desc, scheduled_at desc) as place
    from keyrotation.rotation
    where ended_at is not null
), jobs as (
    select j.SCHED_NAME as sched_name, j.JOB_GROUP as job_group, j.JOB_NAME as job_name, j.DESCRIPTION as description,
           case when j.JOB_GROUP = 'rotation' and substring(j.JOB_NAME, 1, 7) = 'rotate.' then substring(j.JOB_NAME, 8, 150) end as key_type
    from keyrotation.QRTZ_JOB_DETAILS j
), triggers as (
    select t.SCHED_NAME as sched_name, t.TRIGGER_GROUP as trigger_group, t.TRIGGER_NAME as trigger_name, t.JOB_GROUP as job_group, t.JOB_NAME as job_name,
           t.DESCRIPTION as description, t.NEXT_FIRE_TIME as next_fire_time, t.PREV_FIRE_TIME as prev_fire_time, t.TRIGGER_STATE as trigger_state,
           case when t.TRIGGER_STATE in ('PAUSED', 'PAUSED_BLOCKED') then 1 else 0 end as is_paused,
           case when t.PAUSE_REASON is not null or t.PAUSED_BY is not null or t.PAUSED_AT is not null then t.PAUSE_REASON
                when g.SCHED_NAME is not null then g.PAUSE_REASON
                when e.SCHED_NAME is not null then e.PAUSE_REASON
                else b.PAUSE_REASON end as pause_reason,
           case when t.PAUSE_REASON is not null or t.PAUSED_BY is not null or t.PAUSED_AT is not null then t.PAUSED_BY
                when g.SCHED_NAME is not null then g.PAUSED_BY
                when e.SCHED_NAME is not null then e.PAUSED_BY
                else b.PAUSED_BY end as paused_by,
           case when t.PAUSE_REASON is not null or t.PAUSED_BY is not null or t.PAUSED_AT is not null then t.PAUSED_AT
                when g.SCHED_NAME is not null then g.PAUSED_AT
                when e.SCHED_NAME is not null then e.PAUSED_AT
                else b.PAUSED_AT end as paused_at
    from keyrotation.QRTZ_TRIGGERS t
    left join keyrotation.QRTZ_PAUSED_TRIGGER_GRPS g on g.SCHED_NAME = t.SCHED_NAME and g.TRIGGER_GROUP = t.TRIGGER_GROUP
    left join keyrotation.QRTZ_PAUSED_TRIGGER_GRPS e on e.SCHED_NAME = t.SCHED_NAME and e.TRIGGER_GROUP = '_$_ALL_GROUPS_PAUSED_$_'
    left join keyrotation.QRTZ_PAUSED_JOB_GRPS b on b.SCHED_NAME = t.SCHED_NAME and b.JOB_GROUP = t.JOB_GROUP
)
select j.key_type,
       j.job_name as job,
       j.description as job_description,
       t.trigger_name as trigger_name,
       t.description as trigger_description,
       case
           when t.trigger_name is null then 'no_trigger'
           when t.is_paused = 1 then 'paused'
           when f.fired_time is not null then 'running'
           when t.trigger_state = 'WAITING' then 'waiting'
           when t.trigger_state = 'ACQUIRED' then 'starting'
           when t.trigger_state = 'BLOCKED' then 'blocked'
           when t.trigger_state = 'COMPLETE' then 'finished'
           when t.trigger_state = 'ERROR' then 'error'
           when t.trigger_state = 'AWAITING' then 'awaiting'
           else lower(t.trigger_state)
       end as trigger_state,
       case
           when t.trigger_name is null then null
           when c.CRON_EXPRESSION is not null then 'cron'
           when s.REPEAT_COUNT <> 0 then 'interval'
           else 'once'
       end as schedule,
       c.CRON_EXPRESSION as cron,
       c.TIME_ZONE_ID as cron_time_zone,
       case when s.REPEAT_COUNT <> 0 then s.REPEAT_INTERVAL / 1000 end as interval_seconds,
       ops.utc_of_ticks(t.next_fire_time) as next_fire_at,
       ops.utc_of_ticks(t.prev_fire_time) as previous_fire_at,
       case when h.key_type is not null or t.is_paused = 1 then 'yes' else 'no' end as paused,
       case when h.key_type is not null then h.scope when t.is_paused = 1 then 'trigger' end as pause_scope,
       case when h.key_type is not null then h.paused_by when t.is_paused = 1 then t.paused_by end as paused_by,
       case when h.key_type is not null then h.reason when t.is_paused = 1 then t.pause_reason end as pause_reason,
       case when h.key_type is not null then h.paused_at when t.is_paused = 1 then ops.utc_of_ticks(t.paused_at) end as paused_since,
       h.paused_until,
       f.instance_name as running_on,
       ops.utc_of_ticks(f.fired_time) as running_since,
       case u.LAST_RESULT when 0 then 'succeeded' when 1 then 'failed' when 2 then 'cancelled' when 3 then 'skipped' end as last_result,
       ops.utc_of_ticks(u.LAST_FIRED_TIME) as last_run_at,
       u.LAST_INSTANCE_NAME as last_run_on,
       ops.utc_of_ticks(u.LAST_FAILURE_TIME) as last_failure_at,
       u.LAST_FAILURE_MESSAGE as last_failure,
       u.CONSECUTIVE_FAILURES as consecutive_failures,
       coalesce(l.outcome, l.state) as last_rotation_result,
       l.ended_at as last_rotation_at
from jobs j
left join triggers t on t.sched_name = j.sched_name and t.job_group = j.job_group and t.job_name = j.job_name
left join keyrotation.QRTZ_CRON_TRIGGERS c on c.SCHED_NAME = t.sched_name and c.TRIGGER_GROUP = t.trigger_group and c.TRIGGER_NAME = t.trigger_name
left join keyrotation.QRTZ_SIMPLE_TRIGGERS s on s.SCHED_NAME = t.sched_name and s.TRIGGER_GROUP = t.trigger_group and s.TRIGGER_NAME = t.trigger_name
left join running f on f.sched_name = j.sched_name and f.job_group = j.job_group and f.job_name = j.job_name
    and f.trigger_group = t.trigger_group and f.trigger_name = t.trigger_name
left join keyrotation.QRTZ_JOB_STATUS u on u.SCHED_NAME = j.sched_name and u.JOB_GROUP = j.job_group and u.JOB_NAME = j.job_name
left join keyrotation.pause_in_force h on h.key_type = j.key_type
left join ended l on l.key_type = j.key_type and l.place = 1;
GO

-- Rotations that wait, and those that the calendar will bring. expected_at: the moment by which it starts, if nothing holds it.
create view ops.v_upcoming_rotations as
with windows as (
    select key_type, min(next_fire_at) as next_window_at
    from ops.v_job_state
    where schedule = 'cron'
    group by key_type
)
select s.key_type,
       case when r.rotation_id is null then 'calendar' else 'open' end as source,
       r.rotation_id,
       r.state,
       r.trigger_name,
       coalesce(r.priority, case when s.active_version is null or s.age_ratio > 1.5 then 'high' else 'normal' end) as priority,
       s.priority as key_type_priority,
       s.due_at,
       w.next_window_at,
       case
           when r.state = 'failed' then r.next_attempt_at
           when r.rotation_id is not null then coalesce(
               r.next_attempt_at, r.hold_until,
               case when r.priority = 'normal' and r.outside_window = 0 then case when r.not_before > w.next_window_at then r.not_before else w.next_window_at end end,
               r.not_before, r.scheduled_at)
           when s.due_at <= w.next_window_at then w.next_window_at
           else dateadd(day, cast(ceiling(datediff(second, w.next_window_at, s.due_at) / 86400.0) as int), w.next_window_at)
       end as expected_at,
       r.hold,
       r.hold_detail,
       s.age_ratio,
       s.paused,
       s.paused_until,
       r.requested_by,
       r.reason,
       r.scheduled_at
from ops.v_key_status s
left join keyrotation.rotation r on r.rotation_id = s.open_rotation_id
left join windows w on w.key_type = s.key_type
where r.rotation_id is null or r.state in ('scheduled', 'failed') or r.hold is not null;
GO

create view ops.v_rotation_history as
with work as (
    select work_id, sum(rows_read) as rows_read, sum(rows_rewritten) as rows_rewritten
    from keyrotation.migration_range
    group by work_id
), quarantined as (
    select work_id, count(*) as cells
    from keyrotation.quarantine
    group by work_id
)
select r.rotation_id,
       r.key_type,
       case when r.ended_at is null then 'yes' else 'no' end as is_open,
       r.state,
       r.outcome,
       r.trigger_name,
       r.priority,
       r.requested_by,
       r.reason,
       r.from_version,
       r.to_version,
       r.scheduled_at,
       r.started_at,
       r.ended_at,
       datediff(second, r.scheduled_at, coalesce(r.started_at, r.ended_at, sysutcdatetime())) as waited_seconds,
       datediff(second, r.started_at, coalesce(r.ended_at, sysutcdatetime())) as duration_seconds,
       r.hold,
       r.hold_detail,
       r.hold_until,
       r.attempts,
       r.next_attempt_at,
       r.failed_in,
       r.last_error,
       coalesce(w.rows_read, 0) as rows_read,
       coalesce(w.rows_rewritten, 0) as rows_rewritten,
       coalesce(q.cells, 0) as quarantined_cells,
       r.superseded_by
from keyrotation.rotation r
left join work w on w.work_id = r.rotation_id
left join quarantined q on q.work_id = r.rotation_id;
GO

-- One row for each target of a rotation or an adoption. Pass 0 goes through the table; later passes sweep and verify it again.
create view ops.v_migration_progress as
with work as (
    select rotation_id as work_id, 'rotation' as kind, key_type, state, ended_at, to_version, 'rotation:' + key_type as claim_name, cast(null as nvarchar(128)) as target
    from keyrotation.rotation
    union all
    select adoption_id, 'adoption', key_type, state, ended_at, cast(null as int), 'adoption:' + target, target
    from keyrotation.adoption
), ranges as (
    select work_id, target,
           max(pass) as pass,
           sum(case when pass = 0 then 1 else 0 end) as ranges,
           sum(case when pass = 0 and finished_at is not null then 1 else 0 end) as ranges_finished,
           sum(case when pass = 0 then rows_estimated end) as rows_estimated,
           sum(case when pass = 0 then rows_read else 0 end) as rows_read,
           sum(case when pass > 0 then rows_read else 0 end) as rows_swept,
           sum(rows_rewritten) as rows_rewritten,
           sum(rows_verified) as rows_verified,
           sum(rows_superseded) as rows_superseded,
           sum(rows_quarantined) as rows_quarantined,
           sum(case when pass = 0 then batch_number else 0 end) as batches,
           min(started_at) as started_at,
           max(checkpoint_at) as last_batch_at,
           max(case when pass = 0 then checkpoint_at end) as first_pass_at,
           max(case when finished_at is null then 1 else 0 end) as is_unfinished,
           max(finished_at) as finished_at
    from keyrotation.migration_range
    group by work_id, target
), rates as (
    select work_id, target, cast(rows_read as decimal(18, 3)) / nullif(datediff(second, started_at, first_pass_at), 0) as rows_per_second
    from ranges
)
select w.work_id,
       w.kind,
       w.key_type,
       g.target,
       w.to_version,
       case when w.ended_at is null then 'yes' else 'no' end as is_open,
       w.state,
       case when g.is_unfinished = 0 then 'finished' when g.pass = 0 then 'migrating' else 'sweeping' end as step,
       g.pass,
       g.ranges,
       g.ranges_finished,
       g.rows_estimated,
       g.rows_read,
       cast(case
           when g.ranges = g.ranges_finished then 100
           when g.rows_read < g.rows_estimated then 100.0 * g.rows_read / g.rows_estimated
           when g.rows_estimated is not null then 99.9
       end as decimal(4, 1)) as percent_done,
       g.rows_rewritten,
       g.rows_verified,
       g.rows_superseded,
       g.rows_quarantined,
       g.rows_swept,
       g.batches,
       cast(s.rows_per_second as decimal(18, 1)) as rows_per_second,
       case when g.ranges > g.ranges_finished and s.rows_per_second > 0 and g.rows_estimated > g.rows_read and (g.rows_estimated - g.rows_read) / s.rows_per_second < 2000000000
            then dateadd(second, cast((g.rows_estimated - g.rows_read) / s.rows_per_second as int), cast(sysutcdatetime() as datetime2(6))) end as estimated_end_at,
       g.started_at,
       g.last_batch_at,
       case when g.is_unfinished = 0 then g.finished_at end as finished_at,
       c.holder as worked_on_by
from ranges g
join work w on w.work_id = g.work_id and (w.target is null or w.target = g.target)
join rates s on s.work_id = g.work_id and s.target = g.target
left join keyrotation.claim c on w.ended_at is null and c.name = w.claim_name and c.expires_at > sysutcdatetime();
GO

-- Our own rows, and members that only Quartz knows. A node says that it is there every few seconds: 90 seconds of silence is one too many.
create view ops.v_cluster_nodes as
with running as (
    select INSTANCE_NAME as instance_name, string_agg(cast(JOB_NAME as nvarchar(max)), ', ') within group (order by JOB_NAME) as jobs
    from keyrotation.QRTZ_FIRED_TRIGGERS
    where STATE = 'EXECUTING'
    group by INSTANCE_NAME
), members as (
    select INSTANCE_NAME as instance_name, ops.utc_of_ticks(max(LAST_CHECKIN_TIME)) as checked_in_at
    from keyrotation.QRTZ_SCHEDULER_STATE
    group by INSTANCE_NAME
)
select n.instance,
       n.host,
       n.process_id,
       n.version,
       n.roles,
       case when n.stopped_at is not null then 'stopped' when n.seen_at < dateadd(second, -90, sysutcdatetime()) then 'silent' else n.state end as state,
       n.started_at,
       n.seen_at,
       n.stopped_at,
       case when n.stopped_at is null then datediff(second, n.seen_at, sysutcdatetime()) end as seconds_silent,
       case when n.stopped_at is null then m.checked_in_at end as scheduler_seen_at,
       case when n.stopped_at is null then f.jobs end as running_jobs,
       n.clock_skew_seconds,
       cast(100 * n.cpu_ratio as decimal(9, 1)) as cpu_percent,
       n.memory_bytes / 1048576 as memory_mib,
       n.pool_in_use,
       n.pool_size,
       n.kek_id
from keyrotation.node n
left join members m on m.instance_name = n.instance
left join running f on f.instance_name = n.instance
union all
select m.instance_name, cast(null as nvarchar(256)), cast(null as int), cast(null as nvarchar(64)), cast(null as nvarchar(64)),
       case when m.checked_in_at < dateadd(second, -90, sysutcdatetime()) then 'silent' else 'ready' end,
       cast(null as datetime2(6)), m.checked_in_at, cast(null as datetime2(6)), datediff(second, m.checked_in_at, sysutcdatetime()), m.checked_in_at, f.jobs,
       cast(null as float), cast(null as decimal(9, 1)), cast(null as bigint), cast(null as int), cast(null as int), cast(null as nvarchar(64))
from members m
left join running f on f.instance_name = m.instance_name
where not exists (select 1 from keyrotation.node n where n.instance = m.instance_name);
GO

create view ops.v_audit_trail as
select occurred_at, action, outcome, actor, key_type, key_version, rotation_id, duration_seconds, records_affected, error_details, event_id, lane, seq
from keyrotation.audit_event;
GO

create view ops.v_quarantine as
select q.recorded_at, q.key_type, q.target, q.row_key, q.column_name, q.key_version, q.reason, q.work_id,
       case when r.rotation_id is null then 'adoption' else 'rotation' end as kind, coalesce(r.state, a.state) as work_state
from keyrotation.quarantine q
left join keyrotation.rotation r on r.rotation_id = q.work_id
left join keyrotation.adoption a on a.adoption_id = q.work_id;
GO

create view ops.v_alerts as
select alert_id, severity, code, subject, key_type, rotation_id, message, opened_at, updated_at, closed_at,
       case when closed_at is null then 'yes' else 'no' end as is_open, acknowledged_by, acknowledged_at
from keyrotation.alert;
GO

create view ops.v_requests as
select request_id, kind, coalesce(key_type, 'all') as key_type, trigger_name, reason, paused_until, requested_by, requested_at, taken_at,
       case when taken_at is null then 'waiting' else coalesce(outcome, 'taken') end as state, detail, rotation_id
from keyrotation.request;
GO
