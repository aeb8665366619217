-- Target registry: names, columns and logical types are bound into ciphertexts, so an entry never changes.
create table keyrotation_target (
    name             text  not null,
    key_type         text  not null,
    context_columns  text  not null,
    columns          text  not null,
    registered_at    text  not null,
    constraint pk_target primary key (name),
    constraint fk_target_key_type foreign key (key_type) references keyrotation_key_type (name)
);

-- Sealing of data that is not yet in the envelope.
create table keyrotation_adoption (
    adoption_id   text  not null,
    key_type      text  not null,
    target        text  not null,
    state         text  not null,
    source        text  not null,
    requested_by  text  not null,
    started_at    text  not null,
    ended_at      text  null,
    constraint pk_adoption primary key (adoption_id),
    constraint fk_adoption_target foreign key (target) references keyrotation_target (name),
    constraint ck_adoption_state check (state in ('running', 'completed', 'failed'))
);

create unique index keyrotation_uq_adoption_one_running on keyrotation_adoption (target) where ended_at is null;

-- Half-open slices of a target's key. work_id is the rotation or the adoption; pass 0 migrates, passes 1 .. sweep and verify.
-- done_through holds the key of the last row done, in canonical form (docs/migration.md); the database alone compares keys.
create table keyrotation_migration_range (
    work_id           text     not null,
    target            text     not null,
    pass              integer  not null,
    range_number      integer  not null,
    done_through      text     null,
    batch_number      integer  not null,
    rows_read         integer  not null,
    rows_rewritten    integer  not null,
    rows_verified     integer  not null,
    rows_superseded   integer  not null,
    rows_quarantined  integer  not null,
    started_at        text     not null,
    checkpoint_at     text     not null,
    finished_at       text     null,
    constraint pk_migration_range primary key (work_id, target, pass, range_number)
);

-- Ciphertexts that did not open: left in their place, listed here until they open again or a security officer decides.
create table keyrotation_quarantine (
    quarantine_id  text     not null,
    work_id        text     not null,
    key_type       text     not null,
    target         text     not null,
    row_key        text     not null,
    column_name    text     not null,
    key_version    integer  null,
    reason         text     not null,
    recorded_at    text     not null,
    constraint pk_quarantine primary key (quarantine_id)
);

create index keyrotation_ix_quarantine_work on keyrotation_quarantine (work_id, target);
