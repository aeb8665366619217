-- Who does what. Taking a claim bumps its epoch; every transaction under it updates the row first (docs/cluster.md).
create table keyrotation.claim (
    name        varchar(128)  not null,
    holder      varchar(128)  not null,
    epoch       bigint        not null,
    expires_at  timestamptz   not null,
    constraint pk_claim primary key (name)
);

-- Processes that hold key rings: every node and every application.
create table keyrotation.consumer (
    consumer_id    uuid          not null,
    name           varchar(128)  not null,
    host           varchar(256)  not null,
    version        varchar(64)   not null,
    login          varchar(256)  not null,
    registered_at  timestamptz   not null,
    lease_until    timestamptz   not null,
    signed_off_at  timestamptz   null,
    constraint pk_consumer primary key (consumer_id)
);

-- What each consumer said last that it holds: the write floor is the activation it acknowledged.
create table keyrotation.consumer_acknowledgement (
    consumer_id      uuid         not null,
    key_type         varchar(64)  not null,
    incarnation_id   uuid         not null,
    epoch            bigint       not null,
    activation       bigint       not null,
    versions         text         not null,
    acknowledged_at  timestamptz  not null,
    constraint pk_consumer_acknowledgement primary key (consumer_id, key_type),
    constraint fk_acknowledgement_consumer foreign key (consumer_id) references keyrotation.consumer (consumer_id)
);
