-- How often each consumer sealed and opened under each version. Counts of one run of the process; they only grow.
create table keyrotation_consumer_usage (
    consumer_id   text     not null,
    key_type      text     not null,
    version       integer  not null,
    seals         integer  not null,
    opens         integer  not null,
    last_seal_at  text     null,
    last_open_at  text     null,
    reported_at   text     not null,
    constraint pk_consumer_usage primary key (consumer_id, key_type, version),
    constraint fk_consumer_usage_consumer foreign key (consumer_id) references keyrotation_consumer (consumer_id)
);

create index ix_consumer_usage_version on keyrotation_consumer_usage (key_type, version);
