-- Who does what. Taking a claim bumps its epoch; every transaction under it updates the row first (docs/cluster.md).
create table keyrotation.claim (
    name        nvarchar(128)  not null,
    holder      nvarchar(128)  not null,
    epoch       bigint         not null,
    expires_at  datetime2(6)   not null,
    constraint pk_claim primary key (name)
);

-- Processes that hold key rings: every node and every application.
create table keyrotation.consumer (
    consumer_id    uniqueidentifier  not null,
    name           nvarchar(128)     not null,
    host           nvarchar(256)     not null,
    version        nvarchar(64)      not null,
    login          nvarchar(256)     not null,
    registered_at  datetime2(6)      not null,
    lease_until    datetime2(6)      not null,
    signed_off_at  datetime2(6)      null,
    constraint pk_consumer primary key (consumer_id)
);

-- What each consumer said last that it holds: the write floor is the activation it acknowledged.
create table keyrotation.consumer_acknowledgement (
    consumer_id      uniqueidentifier  not null,
    key_type         nvarchar(64)      not null,
    incarnation_id   uniqueidentifier  not null,
    epoch            bigint            not null,
    activation       bigint            not null,
    versions         nvarchar(max)     not null,
    acknowledged_at  datetime2(6)      not null,
    constraint pk_consumer_acknowledgement primary key (consumer_id, key_type),
    constraint fk_acknowledgement_consumer foreign key (consumer_id) references keyrotation.consumer (consumer_id)
);
