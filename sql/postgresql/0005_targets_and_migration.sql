-- Target registry: names, columns and logical types are bound into ciphertexts, so an entry never changes.
create table keyrotation.target (
    name             varchar(128)  not null,
    key_type         varchar(64)   not null,
    context_columns  text          not null,
    columns          text          not null,
    registered_at    timestamptz   not null,
    constraint pk_target primary key (name),
    constraint fk_target_key_type foreign key (key_type) references keyrotation.key_type (name)
);

-- Sealing of data that is not yet in the envelope.
create table keyrotation.adoption (
    adoption_id   uuid          not null,
    key_type      varchar(64)   not null,
    target        varchar(128)  not null,
    state         varchar(32)   not null,
    source        text          not null,
    requested_by  varchar(256)  not null,
    started_at    timestamptz   not null,
    ended_at      timestamptz   null,
    constraint pk_adoption primary key (adoption_id),
    constraint fk_adoption_target foreign key (target) references keyrotation.target (name),
    constraint ck_adoption_state check (state in ('running', 'completed', 'failed'))
);

create unique index uq_adoption_one_running on keyrotation.adoption (target) where ended_at is null;

-- Half-open slices of a target's key. work_id is the rotation or the adoption; pass 0 migrates, passes 1 .. sweep and verify.
-- done_through holds the key of the last row done, in canonical form (docs/migration.md); the database alone compares keys.
create table keyrotation.migration_range (
    work_id           uuid          not null,
    target            varchar(128)  not null,
    pass              integer       not null,
    range_number      integer       not null,
    done_through      text          null,
    batch_number      bigint        not null,
    rows_read         bigint        not null,
    rows_rewritten    bigint        not null,
    rows_verified     bigint        not null,
    rows_superseded   bigint        not null,
    rows_quarantined  bigint        not null,
    started_at        timestamptz   not null,
    checkpoint_at     timestamptz   not null,
    finished_at       timestamptz   null,
    constraint pk_migration_range primary key (work_id, target, pass, range_number)
);

-- Ciphertexts that did not open: left in their place, listed here until they open again or a security officer decides.
create table keyrotation.quarantine (
    quarantine_id  uuid          not null,
    work_id        uuid          not null,
    key_type       varchar(64)   not null,
    target         varchar(128)  not null,
    row_key        text          not null,
    column_name    varchar(128)  not null,
    key_version    bigint        null,
    reason         varchar(32)   not null,
    recorded_at    timestamptz   not null,
    constraint pk_quarantine primary key (quarantine_id)
);

create index ix_quarantine_work on keyrotation.quarantine (work_id, target);
