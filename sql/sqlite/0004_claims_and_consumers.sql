-- Who does what. Taking a claim bumps its epoch; every transaction under it updates the row first (docs/cluster.md).
create table keyrotation_claim (
    name        text     not null,
    holder      text     not null,
    epoch       integer  not null,
    expires_at  text     not null,
    constraint pk_claim primary key (name)
);

-- Processes that hold key rings: every node and every application.
create table keyrotation_consumer (
    consumer_id    text  not null,
    name           text  not null,
    host           text  not null,
    version        text  not null,
    login          text  not null,
    registered_at  text  not null,
    lease_until    text  not null,
    signed_off_at  text  null,
    constraint pk_consumer primary key (consumer_id)
);

-- What each consumer said last that it holds: the write floor is the activation it acknowledged.
create table keyrotation_consumer_acknowledgement (
    consumer_id      text     not null,
    key_type         text     not null,
    incarnation_id   text     not null,
    epoch            integer  not null,
    activation       integer  not null,
    versions         text     not null,
    acknowledged_at  text     not null,
    constraint pk_consumer_acknowledgement primary key (consumer_id, key_type),
    constraint fk_acknowledgement_consumer foreign key (consumer_id) references keyrotation_consumer (consumer_id)
);
