-- Key versions. wrapped_record is NULL once the version is retired; the row stays for good.
create table keyrotation.key_version (
    key_type        varchar(64)  not null,
    version         integer      not null,
    state           varchar(32)  not null,
    kek_id          varchar(64)  not null,
    wrapped_record  bytea        null,
    check_value     bytea        not null,
    created_at      timestamptz  not null,
    activated_at    timestamptz  null,
    grace_ends_at   timestamptz  null,
    disabled_at     timestamptz  null,
    retired_at      timestamptz  null,
    destroyed_at    timestamptz  null,
    compromised_at  timestamptz  null,
    constraint pk_key_version primary key (key_type, version),
    constraint fk_key_version_key_type foreign key (key_type) references keyrotation.key_type (name),
    constraint ck_key_version_number check (version >= 1),
    constraint ck_key_version_state check (state in ('pending', 'active', 'grace', 'disabled', 'retired', 'destroyed')),
    constraint ck_key_version_material check (wrapped_record is not null or state in ('retired', 'destroyed'))
);

-- The database itself refuses a second active version.
create unique index uq_key_version_one_active on keyrotation.key_version (key_type) where state = 'active';

-- Every activation, a rollback's included: its number only grows and names the one version that may encrypt.
create table keyrotation.activation (
    key_type      varchar(64)  not null,
    number        bigint       not null,
    version       integer      not null,
    rotation_id   uuid         not null,
    activated_at  timestamptz  not null,
    constraint pk_activation primary key (key_type, number),
    constraint fk_activation_version foreign key (key_type, version) references keyrotation.key_version (key_type, version)
);
