-- Who may do what in SQL (sql/README.md). Roles belong to the whole server: they are made where they are missing and where the
-- login that migrates may make them; what they may do here is granted again by every `keyrotation db migrate`.

-- Which applications read the keys of which key types: a login, or a role that it is a member of.
create table keyrotation.consumer_grant (
    login_or_role  varchar(256)  not null,
    key_type       varchar(64)   not null,
    granted_by     varchar(256)  not null default session_user,
    granted_at     timestamptz   not null default clock_timestamp(),
    constraint pk_consumer_grant primary key (login_or_role, key_type),
    constraint fk_consumer_grant_key_type foreign key (key_type) references keyrotation.key_type (name)
);

create view keyrotation.missing_role as
select r.name
from (values ('keyrotation_reader'), ('keyrotation_app'), ('keyrotation_consumer'), ('keyrotation_operator'), ('keyrotation_deployer')) as r (name)
where not exists (select 1 from pg_catalog.pg_roles p where p.rolname = r.name);

-- Whether the session's login is an application's. Everybody else sees all rows: nodes, whatever their login is called, too.
create function keyrotation.is_consumer() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(bool_or(rolname = 'keyrotation_consumer') and not bool_or(rolname = 'keyrotation_app'), false)
    from pg_roles
    where rolname in ('keyrotation_consumer', 'keyrotation_app') and pg_has_role(session_user, oid, 'member')
$$;

create function keyrotation.granted_key_types() returns setof varchar
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select g.key_type
    from keyrotation.consumer_grant g
    join pg_roles r on r.rolname = g.login_or_role
    where pg_has_role(session_user, r.oid, 'member')
$$;

alter table keyrotation.key_type enable row level security;
create policy consumers_see_what_is_granted on keyrotation.key_type
    using (not (select keyrotation.is_consumer()) or name in (select keyrotation.granted_key_types()));

alter table keyrotation.key_version enable row level security;
create policy consumers_see_what_is_granted on keyrotation.key_version
    using (not (select keyrotation.is_consumer()) or key_type in (select keyrotation.granted_key_types()));

alter table keyrotation.consumer enable row level security;
create policy consumers_have_their_own on keyrotation.consumer
    using (not (select keyrotation.is_consumer()) or login = session_user);

alter table keyrotation.consumer_acknowledgement enable row level security;
create policy consumers_have_their_own on keyrotation.consumer_acknowledgement
    using (not (select keyrotation.is_consumer())
        or (consumer_id in (select consumer_id from keyrotation.consumer where login = session_user) and key_type in (select keyrotation.granted_key_types())));

alter table keyrotation.consumer_usage enable row level security;
create policy consumers_have_their_own on keyrotation.consumer_usage
    using (not (select keyrotation.is_consumer())
        or (consumer_id in (select consumer_id from keyrotation.consumer where login = session_user) and key_type in (select keyrotation.granted_key_types())));

-- Which registered consumers can read which key types at all: only these can hold a version, and acknowledge it. A login that is
-- unknown here counts as one that reads everything.
create view keyrotation.consumer_reads as
select c.consumer_id, k.name as key_type
from keyrotation.consumer c
cross join keyrotation.key_type k
where not exists (
        select 1
        from pg_catalog.pg_roles l
        join pg_catalog.pg_roles r on r.rolname = 'keyrotation_consumer' and pg_has_role(l.oid, r.oid, 'member')
        where l.rolname = c.login
          and not exists (select 1 from pg_catalog.pg_roles a where a.rolname = 'keyrotation_app' and pg_has_role(l.oid, a.oid, 'member')))
   or exists (
        select 1
        from pg_catalog.pg_roles l
        join keyrotation.consumer_grant g on g.key_type = k.name
        join pg_catalog.pg_roles r on r.rolname = g.login_or_role and pg_has_role(l.oid, r.oid, 'member')
        where l.rolname = c.login);

-- Makes the roles that are missing, and grants. Never fails for want of a right: it says what somebody else has to do.
create function keyrotation.provide_roles() returns void language plpgsql as $$
declare
    missing text;
    present text[];
    grantable record;
begin
    for missing in select name from keyrotation.missing_role loop
        begin
            execute format('create role %I nologin', missing);
        exception
            when duplicate_object or unique_violation then
                null; -- Somebody else made it meanwhile.
            when insufficient_privilege then
                raise notice 'Role % is missing and % may not create roles. Let an administrator create it, then run `keyrotation db migrate` again (sql/README.md).', missing, current_user;
        end;
    end loop;
    select array_agg(rolname) into present from pg_catalog.pg_roles where rolname like 'keyrotation\_%';

    if 'keyrotation_reader' = any (present) then
        grant usage on schema ops to keyrotation_reader;
        grant select on all tables in schema ops to keyrotation_reader;
    end if;
    if 'keyrotation_operator' = any (present) then
        grant usage on schema ops to keyrotation_operator;
        grant select on all tables in schema ops to keyrotation_operator;
        grant execute on function ops.request_pause(text, text, timestamptz), ops.request_resume(text, text), ops.request_rotation(text, text, text) to keyrotation_operator;
    end if;
    if 'keyrotation_app' = any (present) then
        grant usage on schema keyrotation, ops to keyrotation_app;
        grant select on all tables in schema ops to keyrotation_app;
        for grantable in
            select c.relname as name,
                   case when c.relname in ('audit_event', 'audit_seal') then 'select, insert'
                        when c.relname in ('schema_version', 'consumer_grant') or c.relkind = 'v' then 'select'
                        else 'select, insert, update, delete' end as rights
            from pg_catalog.pg_class c
            where c.relnamespace = 'keyrotation'::regnamespace and c.relkind in ('r', 'p', 'v')
        loop
            execute format('grant %s on keyrotation.%I to keyrotation_app', grantable.rights, grantable.name);
        end loop;
    end if;
    if 'keyrotation_consumer' = any (present) then
        grant usage on schema keyrotation to keyrotation_consumer;
        grant select on keyrotation.store, keyrotation.key_type, keyrotation.key_version to keyrotation_consumer;
        grant select, insert, update on keyrotation.consumer, keyrotation.consumer_acknowledgement, keyrotation.consumer_usage to keyrotation_consumer;
    end if;
    if 'keyrotation_deployer' = any (present) then
        grant usage, create on schema keyrotation, ops to keyrotation_deployer;
        grant all on all tables in schema keyrotation, ops to keyrotation_deployer;
        grant all on all sequences in schema keyrotation to keyrotation_deployer;
    end if;
exception
    when insufficient_privilege then
        raise notice 'Not granted: %. The owner of the schemas keyrotation and ops runs: select keyrotation.provide_roles();', sqlerrm;
end;
$$;

revoke execute on function keyrotation.provide_roles() from public;
select keyrotation.provide_roles();
