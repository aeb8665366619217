-- Who may do what in SQL (sql/README.md). The roles are the database's: made where they are missing and where the login that
-- migrates may make them; what they may do is granted again by every `keyrotation db migrate`.

-- Which applications read the keys of which key types: a login, or a role that it is a member of.
create table keyrotation.consumer_grant (
    login_or_role  nvarchar(256)  not null,
    key_type       nvarchar(64)   not null,
    granted_by     nvarchar(256)  not null constraint df_consumer_grant_granted_by default original_login(),
    granted_at     datetime2(6)   not null constraint df_consumer_grant_granted_at default sysutcdatetime(),
    constraint pk_consumer_grant primary key (login_or_role, key_type),
    constraint fk_consumer_grant_key_type foreign key (key_type) references keyrotation.key_type (name)
);
GO

create view keyrotation.missing_role as
select r.name
from (select 'keyrotation_reader' as name
      union all select 'keyrotation_app'
      union all select 'keyrotation_consumer'
      union all select 'keyrotation_operator'
      union all select 'keyrotation_deployer') r
where not exists (select 1 from sys.database_principals p where p.name = r.name);
GO

-- A row when the session may read this key type: an application what is granted to it, everybody else all. These three are the
-- predicates of the security policy that sql/README.md describes.
create function keyrotation.readable_key_type(@key_type nvarchar(64)) returns table with schemabinding as
return
    select 1 as is_readable
    where coalesce(is_member('keyrotation_consumer'), 0) = 0
       or is_member('keyrotation_app') = 1
       or exists (
           select 1
           from keyrotation.consumer_grant g
           where g.key_type = @key_type and (g.login_or_role = suser_sname() or is_member(g.login_or_role) = 1));
GO

create function keyrotation.own_login(@login nvarchar(256)) returns table with schemabinding as
return
    select 1 as is_own
    where coalesce(is_member('keyrotation_consumer'), 0) = 0 or is_member('keyrotation_app') = 1 or @login = suser_sname();
GO

create function keyrotation.own_consumer(@consumer_id uniqueidentifier) returns table with schemabinding as
return
    select 1 as is_own
    where coalesce(is_member('keyrotation_consumer'), 0) = 0
       or is_member('keyrotation_app') = 1
       or exists (select 1 from keyrotation.consumer c where c.consumer_id = @consumer_id and c.login = suser_sname());
GO

-- Which registered consumers can read which key types at all: only these can hold a version, and acknowledge it. A login that is
-- no direct member of the role (through a group of the domain, for instance) counts as one that reads everything.
create view keyrotation.consumer_reads as
select c.consumer_id, k.name as key_type
from keyrotation.consumer c
cross join keyrotation.key_type k
where not exists (
        select 1
        from sys.database_principals u
        join sys.database_role_members m on m.member_principal_id = u.principal_id
        join sys.database_principals r on r.principal_id = m.role_principal_id
        where r.name = 'keyrotation_consumer' and suser_sname(u.sid) = c.login
          and not exists (
              select 1
              from sys.database_role_members n
              join sys.database_principals a on a.principal_id = n.role_principal_id
              where n.member_principal_id = u.principal_id and a.name = 'keyrotation_app'))
   or exists (select 1 from keyrotation.consumer_grant g where g.key_type = k.name and g.login_or_role = c.login)
   or exists (
        select 1
        from keyrotation.consumer_grant g
        join sys.database_principals r on r.name = g.login_or_role collate database_default
        join sys.database_role_members m on m.role_principal_id = r.principal_id
        join sys.database_principals u on u.principal_id = m.member_principal_id
        where g.key_type = k.name and suser_sname(u.sid) = c.login);
GO

-- Makes the roles that are missing, and grants. Never fails for want of a right: it says what somebody else has to do.
create procedure keyrotation.provide_roles as
begin
    set nocount on;
    declare @statements nvarchar(max);
    begin try
        select @statements = string_agg(cast(N'create role ' + quotename(name) as nvarchar(max)), N'; ') from keyrotation.missing_role;
        if @statements is not null and has_perms_by_name(db_name(), 'DATABASE', 'CREATE ROLE') = 1
            exec(@statements);
        if exists (select 1 from keyrotation.missing_role)
            print 'Roles are missing and this login may not create them. Let an administrator create them, then run `keyrotation db migrate` again (sql/README.md).';
        if database_principal_id('keyrotation_reader') is not null
            exec(N'grant select on schema::ops to keyrotation_reader');
        if database_principal_id('keyrotation_operator') is not null
            exec(N'grant select on schema::ops to keyrotation_operator;
                grant execute on ops.request_pause to keyrotation_operator;
                grant execute on ops.request_resume to keyrotation_operator;
                grant execute on ops.request_rotation to keyrotation_operator');
        if database_principal_id('keyrotation_app') is not null
        begin
            -- Table by table: a right on the schema would include changing the audit trail.
            select @statements = N'grant select on schema::keyrotation to keyrotation_app; grant select on schema::ops to keyrotation_app; '
                + string_agg(cast(case when name in ('audit_event', 'audit_seal') then N'grant insert' else N'grant insert, update, delete' end
                    + N' on keyrotation.' + quotename(name) + N' to keyrotation_app' as nvarchar(max)), N'; ')
            from sys.tables
            where schema_id = schema_id('keyrotation') and name not in ('schema_version', 'consumer_grant');
            exec(@statements);
        end
        -- Only where the security policy hides the rows of others.
        if database_principal_id('keyrotation_consumer') is not null
            and exists (select 1 from sys.objects where schema_id = schema_id('keyrotation') and name = 'consumer_rows' and type = 'SP')
            exec(N'grant select on keyrotation.store to keyrotation_consumer;
                grant select on keyrotation.key_type to keyrotation_consumer;
                grant select on keyrotation.key_version to keyrotation_consumer;
                grant select, insert, update on keyrotation.consumer to keyrotation_consumer;
                grant select, insert, update on keyrotation.consumer_acknowledgement to keyrotation_consumer;
                grant select, insert, update on keyrotation.consumer_usage to keyrotation_consumer');
        if database_principal_id('keyrotation_deployer') is not null
            exec(N'grant control on schema::keyrotation to keyrotation_deployer;
                grant control on schema::ops to keyrotation_deployer;
                grant create table, create view, create procedure, create function to keyrotation_deployer');
    end try
    begin catch
        set @statements = N'Not granted: ' + error_message() + N' A member of db_owner runs: exec keyrotation.provide_roles';
        print @statements;
    end catch
    -- Who is a member of which role is seen by its own login only otherwise, and keyrotation.consumer_reads has to know.
    begin try
        if database_principal_id('keyrotation_app') is not null
            exec(N'grant view definition to keyrotation_app');
    end try
    begin catch
        set @statements = N'Not granted: ' + error_message() + N' A member of db_owner runs: grant view definition to keyrotation_app';
        print @statements;
    end catch
end
GO

exec keyrotation.provide_roles;
GO
