-- Retirement of old key versions (docs/retirement.md).

-- Attempts to open something under a disabled version: each sends it back to grace. Counts of one run of the process, as the others.
alter table keyrotation_consumer_usage add attempts integer not null default 0;
alter table keyrotation_consumer_usage add last_attempt_at text null;

-- A clock that moved, between two check-ins of a node, by more than an hour that its monotonic clock did not see. Forward where positive.
create table keyrotation_clock_jump (
    jump_id   text  not null,
    instance  text  not null,
    clock     text  not null,
    seconds   real  not null,
    seen_at   text  not null,
    constraint pk_clock_jump primary key (jump_id),
    constraint ck_clock_jump_clock check (clock in ('node', 'database'))
);

-- References counted from the data, for evidence: who counted, when begun, what. One that was not ended proves nothing.
create table keyrotation_census (
    census_id   text  not null,
    key_type    text  not null,
    counted_by  text  not null,
    begun_at    text  not null,
    ended_at    text  null,
    constraint pk_census primary key (census_id),
    constraint fk_census_key_type foreign key (key_type) references keyrotation_key_type (name)
);

create index ix_census_key_type on keyrotation_census (key_type, ended_at);

create table keyrotation_census_target (
    census_id     text     not null,
    target        text     not null,
    rows_counted  integer  not null,
    unreadable    integer  not null,
    obstacle      text     null,
    detail        text     null,
    constraint pk_census_target primary key (census_id, target),
    constraint fk_census_target_census foreign key (census_id) references keyrotation_census (census_id)
);

create table keyrotation_census_reference (
    census_id    text     not null,
    target       text     not null,
    version      integer  not null,
    ciphertexts  integer  not null,
    constraint pk_census_reference primary key (census_id, target, version),
    constraint fk_census_reference_target foreign key (census_id, target) references keyrotation_census_target (census_id, target)
);

-- The latest count of each key type: one row for each version that is not retired, and each target.
create view ops_v_key_references as
with latest as (
    select census_id, key_type, counted_by, begun_at, ended_at, row_number() over (partition by key_type order by ended_at desc, census_id desc) as place
    from keyrotation_census
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
join keyrotation_census_target t on t.census_id = l.census_id
join keyrotation_key_version v on v.key_type = l.key_type and v.state not in ('retired', 'destroyed')
left join keyrotation_census_reference r on r.census_id = l.census_id and r.target = t.target and r.version = v.version
where l.place = 1;
