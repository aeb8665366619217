-- What operators ask for in SQL. Each function writes one row that a node takes up within seconds, and returns its id: look for
-- it in ops.v_requests. They run with their owner's rights and record the login of the session, whatever role it set.
create function keyrotation.insert_request(kind text, key_type text, trigger_name text, reason text, until timestamptz) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    id uuid := gen_random_uuid();
begin
    if insert_request.reason is null or btrim(insert_request.reason) = '' then
        raise exception 'A reason is missing: say why, for the audit trail.' using errcode = 'invalid_parameter_value';
    end if;
    if insert_request.key_type is not null and not exists (select 1 from keyrotation.key_type k where k.name = insert_request.key_type) then
        raise exception 'Key type % is not known. Known: %.', insert_request.key_type, (select coalesce(string_agg(k.name, ', ' order by k.key_id), 'none') from keyrotation.key_type k)
            using errcode = 'invalid_parameter_value';
    end if;
    if insert_request.until <= clock_timestamp() then
        raise exception 'The pause would be over already: until is %, now is %.', insert_request.until, clock_timestamp() using errcode = 'invalid_parameter_value';
    end if;
    insert into keyrotation.request (request_id, kind, key_type, trigger_name, reason, paused_until, requested_by, requested_at)
    values (id, insert_request.kind, insert_request.key_type, insert_request.trigger_name, btrim(insert_request.reason), insert_request.until, session_user, clock_timestamp());
    return id;
end;
$$;

-- Holds routine rotations: of one key type, or of all (NULL). Running ones stop at their next batch. Emergencies go on.
create function ops.request_pause(key_type text, reason text, until timestamptz default null) returns uuid
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select keyrotation.insert_request('pause', key_type, null, reason, until)
$$;

-- Lifts the pause of one key type, or the pause of all (NULL).
create function ops.request_resume(key_type text default null, reason text default 'resumed in SQL') returns uuid
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select keyrotation.insert_request('resume', key_type, null, reason, null)
$$;

-- Opens a rotation. Emergencies are not for SQL: they need a security officer, and work while the scheduler is paused.
create function ops.request_rotation(key_type text, reason text, trigger text default 'planned_maintenance') returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if request_rotation.key_type is null then
        raise exception 'A key type is missing: a rotation is of one key type.' using errcode = 'invalid_parameter_value';
    end if;
    if request_rotation.trigger in ('security_breach', 'vulnerability_discovery', 'incident_response', 'regulatory_order') then
        raise exception '% is an emergency, and emergencies are not opened in SQL. A security officer runs: keyrotation emergency % --reason ...', request_rotation.trigger, request_rotation.key_type
            using errcode = 'invalid_parameter_value';
    end if;
    if request_rotation.trigger is null or request_rotation.trigger not in ('security_incident', 'compliance_requirement', 'planned_maintenance', 'policy_update') then
        raise exception 'Trigger % cannot be asked for. Possible: planned_maintenance, policy_update (inside the maintenance window), compliance_requirement, security_incident (at once).', coalesce(request_rotation.trigger, 'NULL')
            using errcode = 'invalid_parameter_value';
    end if;
    return keyrotation.insert_request('rotation', request_rotation.key_type, request_rotation.trigger, request_rotation.reason, null);
end;
$$;

revoke execute on function keyrotation.insert_request(text, text, text, text, timestamptz) from public;
revoke execute on function ops.request_pause(text, text, timestamptz) from public;
revoke execute on function ops.request_resume(text, text) from public;
revoke execute on function ops.request_rotation(text, text, text) from public;
