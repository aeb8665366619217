-- How often each consumer sealed and opened under each version. Counts of one run of the process; they only grow.
create table keyrotation.consumer_usage (
    consumer_id   uuid         not null,
    key_type      varchar(64)  not null,
    version       integer      not null,
    seals         bigint       not null,
    opens         bigint       not null,
    last_seal_at  timestamptz  null,
    last_open_at  timestamptz  null,
    reported_at   timestamptz  not null,
    constraint pk_consumer_usage primary key (consumer_id, key_type, version),
    constraint fk_consumer_usage_consumer foreign key (consumer_id) references keyrotation.consumer (consumer_id)
);

create index ix_consumer_usage_version on keyrotation.consumer_usage (key_type, version);

-- Wakes the consumers that listen when a key ring changed; they poll all the same (docs/cluster.md).
create function keyrotation.notify_epoch() returns trigger language plpgsql as $$
begin
    perform pg_notify('keyrotation_epoch', new.name);
    return null;
end;
$$;

create trigger key_type_notifies_epoch after update of epoch on keyrotation.key_type
    for each row when (old.epoch is distinct from new.epoch) execute function keyrotation.notify_epoch();
