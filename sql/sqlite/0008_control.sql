-- What operators and nodes say to each other: pauses, requests in SQL, alerts, who is there, and by which policies.

-- Pauses in force: of one key type, or of all ('*'). One that is over lifts itself; who paused and resumed is in the audit trail.
create table keyrotation_pause (
    scope         text  not null,
    reason        text  not null,
    paused_by     text  not null,
    paused_at     text  not null,
    paused_until  text  null,
    constraint pk_pause primary key (scope)
);

-- Requests made in SQL (ops.request_*): a node takes each up once and says what became of it.
create table keyrotation_request (
    request_id    text  not null,
    kind          text  not null,
    key_type      text  null,
    trigger_name  text  null,
    reason        text  not null,
    paused_until  text  null,
    requested_by  text  not null,
    requested_at  text  not null,
    taken_at      text  null,
    outcome       text  null,
    detail        text  null,
    rotation_id   text  null,
    constraint pk_request primary key (request_id),
    constraint ck_request_kind check (kind in ('pause', 'resume', 'rotation')),
    constraint ck_request_outcome check (outcome in ('accepted', 'refused'))
);

create index keyrotation_ix_request_untaken on keyrotation_request (requested_at) where taken_at is null;

-- Alerts: opened once for a code and a subject, updated while they last, closed when what they say is over.
create table keyrotation_alert (
    alert_id         text  not null,
    code             text  not null,
    subject          text  not null,
    severity         text  not null,
    key_type         text  null,
    rotation_id      text  null,
    message          text  not null,
    opened_at        text  not null,
    updated_at       text  not null,
    closed_at        text  null,
    acknowledged_by  text  null,
    acknowledged_at  text  null,
    constraint pk_alert primary key (alert_id),
    constraint ck_alert_severity check (severity in ('critical', 'high', 'medium', 'low'))
);

create unique index keyrotation_uq_alert_one_open on keyrotation_alert (code, subject) where closed_at is null;

-- Members of the cluster, each start of a process one row. Seen on the database's clock.
create table keyrotation_node (
    node_id             text     not null,
    instance            text     not null,
    host                text     not null,
    process_id          integer  not null,
    version             text     not null,
    roles               text     not null,
    kek_id              text     not null,
    started_at          text     not null,
    seen_at             text     not null,
    stopped_at          text     null,
    clock_skew_seconds  real     not null,
    cpu_ratio           real     not null,
    memory_bytes        integer  not null,
    pool_in_use         integer  not null,
    pool_size           integer  not null,
    state               text     not null,
    constraint pk_node primary key (node_id),
    constraint ck_node_state check (state in ('ready', 'refusing_work', 'stopped'))
);

-- The policies that nodes run by, as the latest start configured them: what a node that joins is compared with.
create table keyrotation_key_type_policy (
    key_type          text     not null,
    rotation_seconds  integer  not null,
    former_seconds    integer  null,
    grace_seconds     integer  not null,
    priority          text     not null,
    protects          text     not null,
    targets           text     not null,
    configured_by     text     not null,
    configured_at     text     not null,
    constraint pk_key_type_policy primary key (key_type),
    constraint fk_key_type_policy foreign key (key_type) references keyrotation_key_type (name)
);

-- Why a rotation waits, in words, and until when; since when it propagates; what an operator adjusted for it.
alter table keyrotation_rotation add hold_detail text null;
alter table keyrotation_rotation add hold_until text null;
alter table keyrotation_rotation add propagating_since text null;
alter table keyrotation_rotation add batch_size integer null;
alter table keyrotation_rotation add pace integer null;
alter table keyrotation_rotation add superseded_by text null;

-- Rows of the target when its pass was planned; NULL where they were not counted.
alter table keyrotation_migration_range add rows_estimated integer null;

-- A target that is gone for good is retired here; until then a node that does not have it calls no rotation complete.
alter table keyrotation_target add retired_at text null;
