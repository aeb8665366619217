-- What operators ask for in SQL. Each procedure writes one row that a node takes up within seconds, and returns its id: look for
-- it in ops.v_requests. They reach the table through their owner and record the login of the session, whoever it impersonates.
create procedure keyrotation.insert_request
    @kind nvarchar(32), @key_type nvarchar(64), @trigger nvarchar(32), @reason nvarchar(max), @until datetime2(6), @request_id uniqueidentifier output
as
begin
    set nocount on;
    declare @problem nvarchar(2048);
    if @reason is null or ltrim(rtrim(@reason)) = N''
        throw 51001, 'A reason is missing: say why, for the audit trail.', 1;
    if @key_type is not null and not exists (select 1 from keyrotation.key_type where name = @key_type)
    begin
        select @problem = N'Key type ' + @key_type + N' is not known. Known: ' + coalesce(string_agg(cast(name as nvarchar(max)), N', ') within group (order by key_id), N'none') + N'.'
        from keyrotation.key_type;
        throw 51002, @problem, 1;
    end
    if @until <= sysutcdatetime()
    begin
        set @problem = N'The pause would be over already: until is ' + convert(nvarchar(33), @until, 126) + N' UTC, now is ' + convert(nvarchar(33), sysutcdatetime(), 126) + N' UTC.';
        throw 51003, @problem, 1;
    end
    set @request_id = newid();
    insert into keyrotation.request (request_id, kind, key_type, trigger_name, reason, paused_until, requested_by, requested_at)
    values (@request_id, @kind, @key_type, @trigger, ltrim(rtrim(@reason)), @until, original_login(), sysutcdatetime());
end
GO

-- Holds routine rotations: of one key type, or of all (NULL). Running ones stop at their next batch. Emergencies go on.
create procedure ops.request_pause @key_type nvarchar(64) = null, @reason nvarchar(max) = null, @until datetime2(6) = null as
begin
    set nocount on;
    declare @request_id uniqueidentifier;
    exec keyrotation.insert_request N'pause', @key_type, null, @reason, @until, @request_id output;
    select @request_id as request_id;
end
GO

-- Lifts the pause of one key type, or the pause of all (NULL).
create procedure ops.request_resume @key_type nvarchar(64) = null, @reason nvarchar(max) = N'resumed in SQL' as
begin
    set nocount on;
    declare @request_id uniqueidentifier;
    exec keyrotation.insert_request N'resume', @key_type, null, @reason, null, @request_id output;
    select @request_id as request_id;
end
GO

-- Opens a rotation. Emergencies are not for SQL: they need a security officer, and work while the scheduler is paused.
create procedure ops.request_rotation @key_type nvarchar(64) = null, @reason nvarchar(max) = null, @trigger nvarchar(32) = N'planned_maintenance' as
begin
    set nocount on;
    declare @request_id uniqueidentifier;
    declare @problem nvarchar(2048);
    if @key_type is null
        throw 51004, 'A key type is missing: a rotation is of one key type.', 1;
    if @trigger in (N'security_breach', N'vulnerability_discovery', N'incident_response', N'regulatory_order')
    begin
        set @problem = @trigger + N' is an emergency, and emergencies are not opened in SQL. A security officer runs: keyrotation emergency ' + @key_type + N' --reason ...';
        throw 51005, @problem, 1;
    end
    if @trigger is null or @trigger not in (N'security_incident', N'compliance_requirement', N'planned_maintenance', N'policy_update')
    begin
        set @problem = N'Trigger ' + coalesce(@trigger, N'NULL') + N' cannot be asked for. Possible: planned_maintenance, policy_update (inside the maintenance window), compliance_requirement, security_incident (at once).';
        throw 51006, @problem, 1;
    end
    exec keyrotation.insert_request N'rotation', @key_type, @trigger, @reason, null, @request_id output;
    select @request_id as request_id;
end
GO
