-- Audit lanes (docs/audit.md): each a gap-free chain of hashes, moved as the last statements before COMMIT.
create table keyrotation.audit_lane (
    lane  integer  not null,
    seq   bigint   not null,
    head  bytea    not null,
    constraint pk_audit_lane primary key (lane)
);

-- canonical is what was hashed; the other columns repeat it for people who ask in SQL, and `audit verify` compares them.
create table keyrotation.audit_event (
    lane              integer           not null,
    seq               bigint            not null,
    previous          bytea             not null,
    hash              bytea             not null,
    canonical         bytea             not null,
    event_id          uuid              not null,
    occurred_at       timestamptz       not null,
    key_type          varchar(64)       null,
    key_type_seq      bigint            null,
    action            varchar(64)       not null,
    outcome           varchar(32)       not null,
    actor             varchar(256)      not null,
    rotation_id       uuid              null,
    key_version       integer           null,
    duration_seconds  double precision  null,
    records_affected  bigint            null,
    error_details     text              null,
    constraint pk_audit_event primary key (lane, seq),
    constraint uq_audit_event_id unique (event_id)
);

create index ix_audit_event_time on keyrotation.audit_event (occurred_at);
create index ix_audit_event_key_type on keyrotation.audit_event (key_type, key_type_seq);

-- Keys that sign the seals. Only the private half is secret, and it is wrapped by the key-encryption key.
create table keyrotation.audit_key (
    number          integer      not null,
    public_key      bytea        not null,
    kek_id          varchar(64)  not null,
    wrapped_record  bytea        not null,
    check_value     bytea        not null,
    created_at      timestamptz  not null,
    constraint pk_audit_key primary key (number)
);

create table keyrotation.audit_seal (
    number      bigint       not null,
    sealed_at   timestamptz  not null,
    key_number  integer      not null,
    canonical   bytea        not null,
    previous    bytea        not null,
    hash        bytea        not null,
    signature   bytea        not null,
    constraint pk_audit_seal primary key (number),
    constraint fk_audit_seal_key foreign key (key_number) references keyrotation.audit_key (number)
);

-- Nobody changes or removes an event or a seal, whoever asks.
create function keyrotation.refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'The audit trail is append-only: % on keyrotation.% is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end;
$$;

create trigger audit_event_is_append_only before update or delete on keyrotation.audit_event
    for each row execute function keyrotation.refuse_audit_change();
create trigger audit_event_is_not_truncated before truncate on keyrotation.audit_event
    for each statement execute function keyrotation.refuse_audit_change();
create trigger audit_seal_is_append_only before update or delete on keyrotation.audit_seal
    for each row execute function keyrotation.refuse_audit_change();
create trigger audit_seal_is_not_truncated before truncate on keyrotation.audit_seal
    for each statement execute function keyrotation.refuse_audit_change();
