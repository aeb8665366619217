create table keyrotation_rotation (
    rotation_id      text     not null,
    key_type         text     not null,
    state            text     not null,
    outcome          text     null,
    trigger_name     text     not null,
    priority         text     not null,
    requested_by     text     not null,
    reason           text     not null,
    scheduled_at     text     not null,
    not_before       text     null,
    outside_window   integer  not null,
    from_version     integer  null,
    to_version       integer  null,
    started_at       text     null,
    ended_at         text     null,
    hold             text     null,
    failed_in        text     null,
    last_error       text     null,
    attempts         integer  not null,
    next_attempt_at  text     null,
    constraint pk_rotation primary key (rotation_id),
    constraint fk_rotation_key_type foreign key (key_type) references keyrotation_key_type (name),
    constraint ck_rotation_state check (state in ('scheduled', 'generating', 'propagating', 'migrating', 'verifying', 'completed',
        'failed', 'rolling_back', 'rolled_back', 'cancelled', 'superseded')),
    constraint ck_rotation_priority check (priority in ('normal', 'high', 'emergency')),
    constraint ck_rotation_ended check ((ended_at is not null and state in ('completed', 'rolled_back', 'cancelled', 'superseded'))
        or (ended_at is null and state not in ('completed', 'rolled_back', 'cancelled', 'superseded')))
);

-- The database itself refuses a second open rotation of a key type.
create unique index keyrotation_uq_rotation_one_open on keyrotation_rotation (key_type) where ended_at is null;

create index keyrotation_ix_rotation_history on keyrotation_rotation (key_type, scheduled_at);
