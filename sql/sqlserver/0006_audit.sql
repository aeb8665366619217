-- Audit lanes (docs/audit.md): each a gap-free chain of hashes, moved as the last statements before COMMIT.
create table keyrotation.audit_lane (
    lane  int            not null,
    seq   bigint         not null,
    head  varbinary(32)  not null,
    constraint pk_audit_lane primary key (lane)
);

-- canonical is what was hashed; the other columns repeat it for people who ask in SQL, and `audit verify` compares them.
create table keyrotation.audit_event (
    lane              int               not null,
    seq               bigint            not null,
    previous          varbinary(32)     not null,
    hash              varbinary(32)     not null,
    canonical         varbinary(max)    not null,
    event_id          uniqueidentifier  not null,
    occurred_at       datetime2(6)      not null,
    key_type          nvarchar(64)      null,
    key_type_seq      bigint            null,
    action            nvarchar(64)      not null,
    outcome           nvarchar(32)      not null,
    actor             nvarchar(256)     not null,
    rotation_id       uniqueidentifier  null,
    key_version       int               null,
    duration_seconds  float             null,
    records_affected  bigint            null,
    error_details     nvarchar(max)     null,
    constraint pk_audit_event primary key (lane, seq),
    constraint uq_audit_event_id unique (event_id)
);

create index ix_audit_event_time on keyrotation.audit_event (occurred_at);
create index ix_audit_event_key_type on keyrotation.audit_event (key_type, key_type_seq);

-- Keys that sign the seals. Only the private half is secret, and it is wrapped by the key-encryption key.
create table keyrotation.audit_key (
    number          int             not null,
    public_key      varbinary(max)  not null,
    kek_id          nvarchar(64)    not null,
    wrapped_record  varbinary(max)  not null,
    check_value     varbinary(16)   not null,
    created_at      datetime2(6)    not null,
    constraint pk_audit_key primary key (number)
);

create table keyrotation.audit_seal (
    number      bigint          not null,
    sealed_at   datetime2(6)    not null,
    key_number  int             not null,
    canonical   varbinary(max)  not null,
    previous    varbinary(32)   not null,
    hash        varbinary(32)   not null,
    signature   varbinary(64)   not null,
    constraint pk_audit_seal primary key (number),
    constraint fk_audit_seal_key foreign key (key_number) references keyrotation.audit_key (number)
);
GO

-- Nobody changes or removes an event or a seal, whoever asks.
create trigger keyrotation.audit_event_is_append_only on keyrotation.audit_event instead of update, delete as
begin
    throw 51000, 'The audit trail is append-only: a change of keyrotation.audit_event is refused.', 1;
end;
GO

create trigger keyrotation.audit_seal_is_append_only on keyrotation.audit_seal instead of update, delete as
begin
    throw 51000, 'The audit trail is append-only: a change of keyrotation.audit_seal is refused.', 1;
end;
GO
