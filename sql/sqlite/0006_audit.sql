-- Audit lanes (docs/audit.md): each a gap-free chain of hashes, moved as the last statements before COMMIT.
create table keyrotation_audit_lane (
    lane  integer  not null,
    seq   integer  not null,
    head  blob     not null,
    constraint pk_audit_lane primary key (lane)
);

-- canonical is what was hashed; the other columns repeat it for people who ask in SQL, and `audit verify` compares them.
create table keyrotation_audit_event (
    lane              integer  not null,
    seq               integer  not null,
    previous          blob     not null,
    hash              blob     not null,
    canonical         blob     not null,
    event_id          text     not null,
    occurred_at       text     not null,
    key_type          text     null,
    key_type_seq      integer  null,
    action            text     not null,
    outcome           text     not null,
    actor             text     not null,
    rotation_id       text     null,
    key_version       integer  null,
    duration_seconds  real     null,
    records_affected  integer  null,
    error_details     text     null,
    constraint pk_audit_event primary key (lane, seq),
    constraint uq_audit_event_id unique (event_id)
);

create index keyrotation_ix_audit_event_time on keyrotation_audit_event (occurred_at);
create index keyrotation_ix_audit_event_key_type on keyrotation_audit_event (key_type, key_type_seq);

-- Keys that sign the seals. Only the private half is secret, and it is wrapped by the key-encryption key.
create table keyrotation_audit_key (
    number          integer  not null,
    public_key      blob     not null,
    kek_id          text     not null,
    wrapped_record  blob     not null,
    check_value     blob     not null,
    created_at      text     not null,
    constraint pk_audit_key primary key (number)
);

create table keyrotation_audit_seal (
    number      integer  not null,
    sealed_at   text     not null,
    key_number  integer  not null,
    canonical   blob     not null,
    previous    blob     not null,
    hash        blob     not null,
    signature   blob     not null,
    constraint pk_audit_seal primary key (number),
    constraint fk_audit_seal_key foreign key (key_number) references keyrotation_audit_key (number)
);

-- Nobody changes or removes an event or a seal. Who owns the file can drop a trigger; `audit verify` finds what they then did.
create trigger keyrotation_audit_event_is_not_updated before update on keyrotation_audit_event
begin
    select raise(abort, 'The audit trail is append-only: an update of keyrotation_audit_event is refused.');
end;

create trigger keyrotation_audit_event_is_not_deleted before delete on keyrotation_audit_event
begin
    select raise(abort, 'The audit trail is append-only: a delete from keyrotation_audit_event is refused.');
end;

create trigger keyrotation_audit_seal_is_not_updated before update on keyrotation_audit_seal
begin
    select raise(abort, 'The audit trail is append-only: an update of keyrotation_audit_seal is refused.');
end;

create trigger keyrotation_audit_seal_is_not_deleted before delete on keyrotation_audit_seal
begin
    select raise(abort, 'The audit trail is append-only: a delete from keyrotation_audit_seal is refused.');
end;
