create table keyrotation.rotation (
    rotation_id      uniqueidentifier  not null,
    key_type         nvarchar(64)      not null,
    state            nvarchar(32)      not null,
    outcome          nvarchar(32)      null,
    trigger_name     nvarchar(32)      not null,
    priority         nvarchar(32)      not null,
    requested_by     nvarchar(256)     not null,
    reason           nvarchar(max)     not null,
    scheduled_at     datetime2(6)      not null,
    not_before       datetime2(6)      null,
    outside_window   int               not null,
    from_version     int               null,
    to_version       int               null,
    started_at       datetime2(6)      null,
    ended_at         datetime2(6)      null,
    hold             nvarchar(32)      null,
    failed_in        nvarchar(32)      null,
    last_error       nvarchar(max)     null,
    attempts         int               not null,
    next_attempt_at  datetime2(6)      null,
    constraint pk_rotation primary key (rotation_id),
    constraint fk_rotation_key_type foreign key (key_type) references keyrotation.key_type (name),
    constraint ck_rotation_state check (state in ('scheduled', 'generating', 'propagating', 'migrating', 'verifying', 'completed',
        'failed', 'rolling_back', 'rolled_back', 'cancelled', 'superseded')),
    constraint ck_rotation_priority check (priority in ('normal', 'high', 'emergency')),
    constraint ck_rotation_ended check ((ended_at is not null and state in ('completed', 'rolled_back', 'cancelled', 'superseded'))
        or (ended_at is null and state not in ('completed', 'rolled_back', 'cancelled', 'superseded')))
);

-- The database itself refuses a second open rotation of a key type.
create unique index uq_rotation_one_open on keyrotation.rotation (key_type) where ended_at is null;

create index ix_rotation_history on keyrotation.rotation (key_type, scheduled_at);
