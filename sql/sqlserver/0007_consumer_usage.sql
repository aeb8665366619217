-- How often each consumer sealed and opened under each version. Counts of one run of the process; they only grow.
create table keyrotation.consumer_usage (
    consumer_id   uniqueidentifier  not null,
    key_type      nvarchar(64)      not null,
    version       integer           not null,
    seals         bigint            not null,
    opens         bigint            not null,
    last_seal_at  datetime2(6)      null,
    last_open_at  datetime2(6)      null,
    reported_at   datetime2(6)      not null,
    constraint pk_consumer_usage primary key (consumer_id, key_type, version),
    constraint fk_consumer_usage_consumer foreign key (consumer_id) references keyrotation.consumer (consumer_id)
);

create index ix_consumer_usage_version on keyrotation.consumer_usage (key_type, version);
