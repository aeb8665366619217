-- Retirement of old key versions (docs/retirement.md).

-- Attempts to open something under a disabled version: each sends it back to grace. Counts of one run of the process, as the others.
alter table keyrotation.consumer_usage add attempts bigint not null constraint df_consumer_usage_attempts default 0;
alter table keyrotation.consumer_usage add last_attempt_at datetime2(6) null;

-- A clock that moved, between two check-ins of a node, by more than an hour that its monotonic clock did not see. Forward where positive.
create table keyrotation.clock_jump (
    jump_id   uniqueidentifier  not null,
    instance  nvarchar(200)     not null,
    clock     nvarchar(32)      not null,
    seconds   float             not null,
    seen_at   datetime2(6)      not null,
    constraint pk_clock_jump primary key (jump_id),
    constraint ck_clock_jump_clock check (clock in ('node', 'database'))
);

-- References counted from the data, for evidence: who counted, when begun, what. One that was not ended proves nothing.
create table keyrotation.census (
    census_id   uniqueidentifier  not null,
    key_type    nvarchar(64)      not null,
    counted_by  nvarchar(256)     not null,
    begun_at    datetime2(6)      not null,
    ended_at    datetime2(6)      null,
    constraint pk_census primary key (census_id),
    constraint fk_census_key_type foreign key (key_type) references keyrotation.key_type (name)
);

create index ix_census_key_type on keyrotation.census (key_type, ended_at);

create table keyrotation.census_target (
    census_id     uniqueidentifier  not null,
    target        nvarchar(128)     not null,
    rows_counted  bigint            not null,
    unreadable    bigint            not null,
    obstacle      nvarchar(32)      null,
    detail        nvarchar(max)     null,
    constraint pk_census_target primary key (census_id, target),
    constraint fk_census_target_census foreign key (census_id) references keyrotation.census (census_id)
);

create table keyrotation.census_reference (
    census_id    uniqueidentifier  not null,
    target       nvarchar(128)     not null,
    version      integer           not null,
    ciphertexts  bigint            not null,
    constraint pk_census_reference primary key (census_id, target, version),
    constraint fk_census_reference_target foreign key (census_id, target) references keyrotation.census_target (census_id, target)
);

GO

-- The latest count of each key type: one row for each version that is not retired, and each target.
create view ops.v_key_references as
with latest as (
    select census_id, key_type, counted_by, begun_at, ended_at, row_number() over (partition by key_type order by ended_at desc, census_id desc) as place
    from keyrotation.census
    where ended_at is not null
)
select v.key_type,
       v.version,
       v.state,
       t.target,
       coalesce(r.ciphertexts, 0) as ciphertexts,
       t.unreadable as unreadable_in_target,
       t.rows_counted,
       l.begun_at as count_begun_at,
       l.ended_at as count_ended_at,
       l.counted_by
from latest l
join keyrotation.census_target t on t.census_id = l.census_id
join keyrotation.key_version v on v.key_type = l.key_type and v.state not in ('retired', 'destroyed')
left join keyrotation.census_reference r on r.census_id = l.census_id and r.target = t.target and r.version = v.version
where l.place = 1;
GO
