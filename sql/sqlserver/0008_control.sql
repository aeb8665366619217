-- What operators and nodes say to each other: pauses, requests in SQL, alerts, who is there, and by which policies.

-- Pauses in force: of one key type, or of all ('*'). One that is over lifts itself; who paused and resumed is in the audit trail.
create table keyrotation.pause (
    scope         nvarchar(64)   not null,
    reason        nvarchar(max)  not null,
    paused_by     nvarchar(256)  not null,
    paused_at     datetime2(6)   not null,
    paused_until  datetime2(6)   null,
    constraint pk_pause primary key (scope)
);

-- Requests made in SQL (ops.request_*): a node takes each up once and says what became of it.
create table keyrotation.request (
    request_id    uniqueidentifier  not null,
    kind          nvarchar(32)      not null,
    key_type      nvarchar(64)      null,
    trigger_name  nvarchar(32)      null,
    reason        nvarchar(max)     not null,
    paused_until  datetime2(6)      null,
    requested_by  nvarchar(256)     not null,
    requested_at  datetime2(6)      not null,
    taken_at      datetime2(6)      null,
    outcome       nvarchar(32)      null,
    detail        nvarchar(max)     null,
    rotation_id   uniqueidentifier  null,
    constraint pk_request primary key (request_id),
    constraint ck_request_kind check (kind in ('pause', 'resume', 'rotation')),
    constraint ck_request_outcome check (outcome in ('accepted', 'refused'))
);

create index ix_request_untaken on keyrotation.request (requested_at) where taken_at is null;

-- Alerts: opened once for a code and a subject, updated while they last, closed when what they say is over.
create table keyrotation.alert (
    alert_id         uniqueidentifier  not null,
    code             nvarchar(64)      not null,
    subject          nvarchar(256)     not null,
    severity         nvarchar(32)      not null,
    key_type         nvarchar(64)      null,
    rotation_id      uniqueidentifier  null,
    message          nvarchar(max)     not null,
    opened_at        datetime2(6)      not null,
    updated_at       datetime2(6)      not null,
    closed_at        datetime2(6)      null,
    acknowledged_by  nvarchar(256)     null,
    acknowledged_at  datetime2(6)      null,
    constraint pk_alert primary key (alert_id),
    constraint ck_alert_severity check (severity in ('critical', 'high', 'medium', 'low'))
);

create unique index uq_alert_one_open on keyrotation.alert (code, subject) where closed_at is null;

-- Members of the cluster, each start of a process one row. Seen on the database's clock.
create table keyrotation.node (
    node_id             uniqueidentifier  not null,
    instance            nvarchar(200)     not null,
    host                nvarchar(256)     not null,
    process_id          int               not null,
    version             nvarchar(64)      not null,
    roles               nvarchar(64)      not null,
    kek_id              nvarchar(64)      not null,
    started_at          datetime2(6)      not null,
    seen_at             datetime2(6)      not null,
    stopped_at          datetime2(6)      null,
    clock_skew_seconds  float             not null,
    cpu_ratio           float             not null,
    memory_bytes        bigint            not null,
    pool_in_use         int               not null,
    pool_size           int               not null,
    state               nvarchar(32)      not null,
    constraint pk_node primary key (node_id),
    constraint ck_node_state check (state in ('ready', 'refusing_work', 'stopped'))
);

-- The policies that nodes run by, as the latest start configured them: what a node that joins is compared with.
create table keyrotation.key_type_policy (
    key_type          nvarchar(64)   not null,
    rotation_seconds  bigint         not null,
    former_seconds    bigint         null,
    grace_seconds     bigint         not null,
    priority          nvarchar(32)   not null,
    protects          nvarchar(32)   not null,
    targets           nvarchar(max)  not null,
    configured_by     nvarchar(256)  not null,
    configured_at     datetime2(6)   not null,
    constraint pk_key_type_policy primary key (key_type),
    constraint fk_key_type_policy foreign key (key_type) references keyrotation.key_type (name)
);

-- Why a rotation waits, in words, and until when; since when it propagates; what an operator adjusted for it.
alter table keyrotation.rotation add hold_detail nvarchar(max) null;
alter table keyrotation.rotation add hold_until datetime2(6) null;
alter table keyrotation.rotation add propagating_since datetime2(6) null;
alter table keyrotation.rotation add batch_size int null;
alter table keyrotation.rotation add pace int null;
alter table keyrotation.rotation add superseded_by uniqueidentifier null;

-- Rows of the target when its pass was planned; NULL where they were not counted.
alter table keyrotation.migration_range add rows_estimated bigint null;

-- A target that is gone for good is retired here; until then a node that does not have it calls no rotation complete.
alter table keyrotation.target add retired_at datetime2(6) null;
