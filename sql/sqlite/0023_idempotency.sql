-- Requests that their senders may send again (docs/api.md, "Sending a request again").

-- A key is its sender's own, and is remembered until expires_at. status is null until the request was carried out and answered; until
-- reserved_until somebody has it in hand. fingerprint is the SHA-256 of method, address and body; operation_id is what the request opens.
create table keyrotation_idempotency_key (
    actor           text     not null,
    request_key     text     not null,
    fingerprint     blob     not null,
    operation_id    text     not null,
    reserved_until  text     not null,
    expires_at      text     not null,
    status          integer  null,
    content_type    text     null,
    location        text     null,
    body            blob     null,
    constraint pk_idempotency_key primary key (actor, request_key)
);

create index ix_idempotency_key_expires on keyrotation_idempotency_key (expires_at);
