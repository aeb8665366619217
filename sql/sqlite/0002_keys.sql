-- Key versions. wrapped_record is NULL once the version is retired; the row stays for good.
create table keyrotation_key_version (
    key_type        text     not null,
    version         integer  not null,
    state           text     not null,
    kek_id          text     not null,
    wrapped_record  blob     null,
    check_value     blob     not null,
    created_at      text     not null,
    activated_at    text     null,
    grace_ends_at   text     null,
    disabled_at     text     null,
    retired_at      text     null,
    destroyed_at    text     null,
    compromised_at  text     null,
    constraint pk_key_version primary key (key_type, version),
    constraint fk_key_version_key_type foreign key (key_type) references keyrotation_key_type (name),
    constraint ck_key_version_number check (version >= 1),
    constraint ck_key_version_state check (state in ('pending', 'active', 'grace', 'disabled', 'retired', 'destroyed')),
    constraint ck_key_version_material check (wrapped_record is not null or state in ('retired', 'destroyed'))
);

-- The database itself refuses a second active version.
create unique index keyrotation_uq_key_version_one_active on keyrotation_key_version (key_type) where state = 'active';

-- Every activation, a rollback's included: its number only grows and names the one version that may encrypt.
create table keyrotation_activation (
    key_type      text     not null,
    number        integer  not null,
    version       integer  not null,
    rotation_id   text     not null,
    activated_at  text     not null,
    constraint pk_activation primary key (key_type, number),
    constraint fk_activation_version foreign key (key_type, version) references keyrotation_key_version (key_type, version)
);
