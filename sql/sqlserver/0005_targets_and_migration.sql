-- Target registry: names, columns and logical types are bound into ciphertexts, so an entry never changes.
create table keyrotation.target (
    name             nvarchar(128)  not null,
    key_type         nvarchar(64)   not null,
    context_columns  nvarchar(max)  not null,
    columns          nvarchar(max)  not null,
    registered_at    datetime2(6)   not null,
    constraint pk_target primary key (name),
    constraint fk_target_key_type foreign key (key_type) references keyrotation.key_type (name)
);

-- Sealing of data that is not yet in the envelope.
create table keyrotation.adoption (
    adoption_id   uniqueidentifier  not null,
    key_type      nvarchar(64)      not null,
    target        nvarchar(128)     not null,
    state         nvarchar(32)      not null,
    source        nvarchar(max)     not null,
    requested_by  nvarchar(256)     not null,
    started_at    datetime2(6)      not null,
    ended_at      datetime2(6)      null,
    constraint pk_adoption primary key (adoption_id),
    constraint fk_adoption_target foreign key (target) references keyrotation.target (name),
    constraint ck_adoption_state check (state in ('running', 'completed', 'failed'))
);

create unique index uq_adoption_one_running on keyrotation.adoption (target) where ended_at is null;

-- Half-open slices of a target's key. work_id is the rotation or the adoption; pass 0 migrates, passes 1 .. sweep and verify.
-- done_through holds the key of the last row done, in canonical form (docs/migration.md); the database alone compares keys.
create table keyrotation.migration_range (
    work_id           uniqueidentifier  not null,
    target            nvarchar(128)     not null,
    pass              int               not null,
    range_number      int               not null,
    done_through      nvarchar(max)     null,
    batch_number      bigint            not null,
    rows_read         bigint            not null,
    rows_rewritten    bigint            not null,
    rows_verified     bigint            not null,
    rows_superseded   bigint            not null,
    rows_quarantined  bigint            not null,
    started_at        datetime2(6)      not null,
    checkpoint_at     datetime2(6)      not null,
    finished_at       datetime2(6)      null,
    constraint pk_migration_range primary key (work_id, target, pass, range_number)
);

-- Ciphertexts that did not open: left in their place, listed here until they open again or a security officer decides.
create table keyrotation.quarantine (
    quarantine_id  uniqueidentifier  not null,
    work_id        uniqueidentifier  not null,
    key_type       nvarchar(64)      not null,
    target         nvarchar(128)     not null,
    row_key        nvarchar(max)     not null,
    column_name    nvarchar(128)     not null,
    key_version    bigint            null,
    reason         nvarchar(32)      not null,
    recorded_at    datetime2(6)      not null,
    constraint pk_quarantine primary key (quarantine_id)
);

create index ix_quarantine_work on keyrotation.quarantine (work_id, target);
