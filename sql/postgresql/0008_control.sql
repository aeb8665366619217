-- What operators and nodes say to each other: pauses, requests in SQL, alerts, who is there, and by which policies.

-- Pauses in force: of one key type, or of all ('*'). One that is over lifts itself; who paused and resumed is in the audit trail.
create table keyrotation.pause (
    scope         varchar(64)   not null,
    reason        text          not null,
    paused_by     varchar(256)  not null,
    paused_at     timestamptz   not null,
    paused_until  timestamptz   null,
    constraint pk_pause primary key (scope)
);

-- Requests made in SQL (ops.request_*): a node takes each up once and says what became of it.
create table keyrotation.request (
    request_id    uuid          not null,
    kind          varchar(32)   not null,
    key_type      varchar(64)   null,
    trigger_name  varchar(32)   null,
    reason        text          not null,
    paused_until  timestamptz   null,
    requested_by  varchar(256)  not null,
    requested_at  timestamptz   not null,
    taken_at      timestamptz   null,
    outcome       varchar(32)   null,
    detail        text          null,
    rotation_id   uuid          null,
    constraint pk_request primary key (request_id),
    constraint ck_request_kind check (kind in ('pause', 'resume', 'rotation')),
    constraint ck_request_outcome check (outcome in ('accepted', 'refused'))
);

create index ix_request_untaken on keyrotation.request (requested_at) where taken_at is null;

-- Alerts: opened once for a code and a subject, updated while they last, closed when what they say is over.
create table keyrotation.alert (
    alert_id         uuid          not null,
    code             varchar(64)   not null,
    subject          varchar(256)  not null,
    severity         varchar(32)   not null,
    key_type         varchar(64)   null,
    rotation_id      uuid          null,
    message          text          not null,
    opened_at        timestamptz   not null,
    updated_at       timestamptz   not null,
    closed_at        timestamptz   null,
    acknowledged_by  varchar(256)  null,
    acknowledged_at  timestamptz   null,
    constraint pk_alert primary key (alert_id),
    constraint ck_alert_severity check (severity in ('critical', 'high', 'medium', 'low'))
);

create unique index uq_alert_one_open on keyrotation.alert (code, subject) where closed_at is null;

-- Members of the cluster, each start of a process one row. Seen on the database's clock.
create table keyrotation.node (
    node_id             uuid              not null,
    instance            varchar(200)      not null,
    host                varchar(256)      not null,
    process_id          integer           not null,
    version             varchar(64)       not null,
    roles               varchar(64)       not null,
    kek_id              varchar(64)       not null,
    started_at          timestamptz       not null,
    seen_at             timestamptz       not null,
    stopped_at          timestamptz       null,
    clock_skew_seconds  double precision  not null,
    cpu_ratio           double precision  not null,
    memory_bytes        bigint            not null,
    pool_in_use         integer           not null,
    pool_size           integer           not null,
    state               varchar(32)       not null,
    constraint pk_node primary key (node_id),
    constraint ck_node_state check (state in ('ready', 'refusing_work', 'stopped'))
);

-- The policies that nodes run by, as the latest start configured them: what a node that joins is compared with.
create table keyrotation.key_type_policy (
    key_type          varchar(64)   not null,
    rotation_seconds  bigint        not null,
    former_seconds    bigint        null,
    grace_seconds     bigint        not null,
    priority          varchar(32)   not null,
    protects          varchar(32)   not null,
    targets           text          not null,
    configured_by     varchar(256)  not null,
    configured_at     timestamptz   not null,
    constraint pk_key_type_policy primary key (key_type),
    constraint fk_key_type_policy foreign key (key_type) references keyrotation.key_type (name)
);

-- Why a rotation waits, in words, and until when; since when it propagates; what an operator adjusted for it.
alter table keyrotation.rotation add hold_detail text null;
alter table keyrotation.rotation add hold_until timestamptz null;
alter table keyrotation.rotation add propagating_since timestamptz null;
alter table keyrotation.rotation add batch_size integer null;
alter table keyrotation.rotation add pace integer null;
alter table keyrotation.rotation add superseded_by uuid null;

-- Rows of the target when its pass was planned; NULL where they were not counted.
alter table keyrotation.migration_range add rows_estimated bigint null;

-- A target that is gone for good is retired here; until then a node that does not have it calls no rotation complete.
alter table keyrotation.target add retired_at timestamptz null;
