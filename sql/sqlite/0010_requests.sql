-- What operators ask for in SQL. SQLite has no procedures, so a request is a row inserted into one of these views; it becomes a
-- row that the node takes up within seconds: look for it in ops_v_requests.

-- Holds routine rotations: of one key type, or of all (NULL). Running ones stop at their next batch. Emergencies go on.
create view ops_request_pause as select null as key_type, null as reason, null as until where 1 = 0;

create trigger ops_request_pause_is_asked instead of insert on ops_request_pause
begin
    select raise(abort, 'A reason is missing: say why, for the audit trail.') where trim(coalesce(new.reason, '')) = '';
    select raise(abort, 'This key type is not known. The known ones: select key_type from ops_v_key_status;') where new.key_type is not null and not exists (select 1 from keyrotation_key_type where name = new.key_type);
    select raise(abort, 'until is no moment. Write it in UTC, as 2026-01-31T06:00:00Z.') where new.until is not null and strftime('%Y-%m-%dT%H:%M:%fZ', new.until) is null;
    select raise(abort, 'The pause would be over already: until lies in the past. It is read as UTC.') where strftime('%Y-%m-%dT%H:%M:%fZ', new.until) <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
    insert into keyrotation_request (request_id, kind, key_type, trigger_name, reason, paused_until, requested_by, requested_at)
    values (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
            'pause', new.key_type, null, trim(new.reason), strftime('%Y-%m-%dT%H:%M:%fZ', new.until), 'file owner', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
end;

-- Lifts the pause of one key type, or the pause of all (NULL).
create view ops_request_resume as select null as key_type, null as reason where 1 = 0;

create trigger ops_request_resume_is_asked instead of insert on ops_request_resume
begin
    select raise(abort, 'This key type is not known. The known ones: select key_type from ops_v_key_status;') where new.key_type is not null and not exists (select 1 from keyrotation_key_type where name = new.key_type);
    insert into keyrotation_request (request_id, kind, key_type, trigger_name, reason, paused_until, requested_by, requested_at)
    values (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
            'resume', new.key_type, null, coalesce(trim(new.reason), 'resumed in SQL'), null, 'file owner', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
end;

-- Opens a rotation. Emergencies are not for SQL: they need a security officer, and work while the scheduler is paused.
create view ops_request_rotation as select null as key_type, null as reason, null as trigger_name where 1 = 0;

create trigger ops_request_rotation_is_asked instead of insert on ops_request_rotation
begin
    select raise(abort, 'A reason is missing: say why, for the audit trail.') where trim(coalesce(new.reason, '')) = '';
    select raise(abort, 'A key type is missing: a rotation is of one key type.') where new.key_type is null;
    select raise(abort, 'This key type is not known. The known ones: select key_type from ops_v_key_status;') where new.key_type is not null and not exists (select 1 from keyrotation_key_type where name = new.key_type);
    select raise(abort, 'This trigger is an emergency, and emergencies are not opened in SQL. A security officer runs: keyrotation emergency TYPE --reason ...') where new.trigger_name in ('security_breach', 'vulnerability_discovery', 'incident_response', 'regulatory_order');
    select raise(abort, 'This trigger cannot be asked for. Possible: planned_maintenance, policy_update (inside the maintenance window), compliance_requirement, security_incident (at once).') where coalesce(new.trigger_name, 'planned_maintenance') not in ('security_incident', 'compliance_requirement', 'planned_maintenance', 'policy_update');
    insert into keyrotation_request (request_id, kind, key_type, trigger_name, reason, paused_until, requested_by, requested_at)
    values (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
            'rotation', new.key_type, coalesce(new.trigger_name, 'planned_maintenance'), trim(new.reason), null, 'file owner', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
end;
