-- Key versions. wrapped_record is NULL once the version is retired; the row stays for good.
create table keyrotation.key_version (
    key_type        nvarchar(64)    not null,
    version         int             not null,
    state           nvarchar(32)    not null,
    kek_id          nvarchar(64)    not null,
    wrapped_record  varbinary(max)  null,
    check_value     varbinary(16)   not null,
    created_at      datetime2(6)    not null,
    activated_at    datetime2(6)    null,
    grace_ends_at   datetime2(6)    null,
    disabled_at     datetime2(6)    null,
    retired_at      datetime2(6)    null,
    destroyed_at    datetime2(6)    null,
    compromised_at  datetime2(6)    null,
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
    key_type      nvarchar(64)      not null,
    number        bigint            not null,
    version       int               not null,
    rotation_id   uniqueidentifier  not null,
    activated_at  datetime2(6)      not null,
    constraint pk_activation primary key (key_type, number),
    constraint fk_activation_version foreign key (key_type, version) references keyrotation.key_version (key_type, version)
);
