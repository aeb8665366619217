create table keyrotation.rotation (
    rotation_id      uuid          not null,
    key_type         varchar(64)   not null,
    state            varchar(32)   not null,
    outcome          varchar(32)   null,
    trigger_name     varchar(32)   not null,
    priority         varchar(32)   not null,
    requested_by     varchar(256)  not null,
    reason           text          not null,
    scheduled_at     timestamptz   not null,
    not_before       timestamptz   null,
    outside_window   integer       not null,
    from_version     integer       null,
    to_version       integer       null,
    started_at       timestamptz   null,
    ended_at         timestamptz   null,
    hold             varchar(32)   null,
    failed_in        varchar(32)   null,
    last_error       text          null,
    attempts         integer       not null,
    next_attempt_at  timestamptz   null,
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
