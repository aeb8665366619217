-- Who rolled a rotation back, why and when (docs/cluster.md, "Rollback"); null where nobody did. reactivated_at: when the predecessor became
-- active again; null where its version was never active. The ranges that go back are of the kinds
-- roll_back and verify_roll_back; their passes come behind those of the rotation.
alter table keyrotation.rotation add rollback_by varchar(256) null;
alter table keyrotation.rotation add rollback_reason text null;
alter table keyrotation.rotation add rollback_at timestamptz null;
alter table keyrotation.rotation add reactivated_at timestamptz null;

create or replace view ops.v_rotation_history as
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
       cast(extract(epoch from coalesce(r.started_at, r.ended_at, now()) - r.scheduled_at) as bigint) as waited_seconds,
       cast(extract(epoch from coalesce(r.ended_at, now()) - r.started_at) as bigint) as duration_seconds,
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
       r.superseded_by,
       r.rollback_by,
       r.rollback_reason,
       r.rollback_at,
       r.reactivated_at
from keyrotation.rotation r
left join work w on w.work_id = r.rotation_id
left join quarantined q on q.work_id = r.rotation_id;

-- One row for each target of a rotation or an adoption. The first pass goes through the table; later passes sweep and verify it again. Of a
-- rotation that rolls back, or has rolled back, the passes that go back are shown, and the version that they go to.
create or replace view ops.v_migration_progress as
with work as (
    select rotation_id as work_id, 'rotation' as kind, key_type, state, ended_at, from_version, to_version, 'rotation:' || key_type as claim_name, null as target
    from keyrotation.rotation
    union all
    select adoption_id, 'adoption', key_type, state, ended_at, null, null, 'adoption:' || target, target
    from keyrotation.adoption
), latest as (
    select work_id, coalesce(min(case when kind = 'roll_back' then pass end), 0) as first_pass, max(case when kind = 'roll_back' then 1 else 0 end) as goes_back
    from keyrotation.migration_range
    group by work_id
), ranges as (
    select r.work_id, target,
           max(first_pass) as first_pass,
           max(goes_back) as goes_back,
           max(pass) as pass,
           sum(case when pass = first_pass then 1 else 0 end) as ranges,
           sum(case when pass = first_pass and finished_at is not null then 1 else 0 end) as ranges_finished,
           sum(case when pass = first_pass then rows_estimated end) as rows_estimated,
           sum(case when pass = first_pass then rows_read else 0 end) as rows_read,
           sum(case when pass > first_pass then rows_read else 0 end) as rows_swept,
           sum(rows_rewritten) as rows_rewritten,
           sum(rows_verified) as rows_verified,
           sum(rows_superseded) as rows_superseded,
           sum(rows_quarantined) as rows_quarantined,
           sum(case when pass = first_pass then batch_number else 0 end) as batches,
           min(started_at) as started_at,
           max(checkpoint_at) as last_batch_at,
           max(case when pass = first_pass then checkpoint_at end) as first_pass_at,
           max(case when finished_at is null then 1 else 0 end) as is_unfinished,
           max(finished_at) as finished_at
    from keyrotation.migration_range r
    join latest l on l.work_id = r.work_id and pass >= first_pass
    group by r.work_id, target
), rates as (
    select work_id, target, rows_read / nullif(cast(extract(epoch from first_pass_at - started_at) as numeric), 0) as rows_per_second
    from ranges
)
select w.work_id,
       w.kind,
       w.key_type,
       g.target,
       case when g.goes_back = 1 then w.from_version else w.to_version end as to_version,
       case when w.ended_at is null then 'yes' else 'no' end as is_open,
       w.state,
       case when g.is_unfinished = 0 then 'finished' when g.pass = g.first_pass then 'migrating' else 'sweeping' end as step,
       g.pass,
       g.ranges,
       g.ranges_finished,
       g.rows_estimated,
       g.rows_read,
       cast(case
           when g.ranges = g.ranges_finished then 100
           when g.rows_read < g.rows_estimated then round(100.0 * g.rows_read / g.rows_estimated, 1)
           when g.rows_estimated is not null then 99.9
       end as numeric(4, 1)) as percent_done,
       g.rows_rewritten,
       g.rows_verified,
       g.rows_superseded,
       g.rows_quarantined,
       g.rows_swept,
       g.batches,
       cast(round(s.rows_per_second, 1) as numeric(18, 1)) as rows_per_second,
       case when g.ranges > g.ranges_finished and s.rows_per_second > 0 and g.rows_estimated > g.rows_read
            then now() + cast((g.rows_estimated - g.rows_read) / s.rows_per_second as double precision) * interval '1 second' end as estimated_end_at,
       g.started_at,
       g.last_batch_at,
       case when g.is_unfinished = 0 then g.finished_at end as finished_at,
       c.holder as worked_on_by
from ranges g
join work w on w.work_id = g.work_id and (w.target is null or w.target = g.target)
join rates s on s.work_id = g.work_id and s.target = g.target
left join keyrotation.claim c on w.ended_at is null and c.name = w.claim_name and c.expires_at > now();
