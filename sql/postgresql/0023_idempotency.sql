-- Requests that their senders may send again (docs/api.md, "Sending a request again").

-- A key is its sender's own, and is remembered until expires_at. status is null until the request was carried out and answered; until
-- reserved_until somebody has it in hand. fingerprint is the SHA-256 of method, address and body; operation_id is what the request opens.
create table keyrotation.idempotency_key (
    actor           varchar(256)   not null,
    request_key     varchar(128)   not null,
    fingerprint     bytea          not null,
    operation_id    uuid           not null,
    reserved_until  timestamptz    not null,
    expires_at      timestamptz    not null,
    status          integer        null,
    content_type    varchar(128)   null,
    location        varchar(2048)  null,
    body            bytea          null,
    constraint pk_idempotency_key primary key (actor, request_key)
);

create index ix_idempotency_key_expires on keyrotation.idempotency_key (expires_at);
