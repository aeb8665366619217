-- Requests that their senders may send again (docs/api.md, "Sending a request again").

-- A key is its sender's own, and is remembered until expires_at. status is null until the request was carried out and answered; until
-- reserved_until somebody has it in hand. fingerprint is the SHA-256 of method, address and body; operation_id is what the request opens.
create table keyrotation.idempotency_key (
    actor           nvarchar(256) collate Latin1_General_BIN2  not null,
    request_key     varchar(128) collate Latin1_General_BIN2   not null,
    fingerprint     varbinary(32)                              not null,
    operation_id    uniqueidentifier                           not null,
    reserved_until  datetime2(6)                               not null,
    expires_at      datetime2(6)                               not null,
    status          int                                        null,
    content_type    varchar(128)                               null,
    location        nvarchar(2048)                             null,
    body            varbinary(max)                             null,
    constraint pk_idempotency_key primary key (actor, request_key)
);

create index ix_idempotency_key_expires on keyrotation.idempotency_key (expires_at);
