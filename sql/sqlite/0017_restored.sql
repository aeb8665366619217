-- A store that was restored to an older copy (docs/cluster.md, "A restored store").

-- When the nodes found that, by policy time, and until when, by the database's clock, consumers that it does not know may still be alive.
alter table keyrotation_store add restored_at text null;
alter table keyrotation_store add consumers_awaited_until text null;

-- When the version came back from escrow; null where the store never lost it. What became of it in the meantime nobody knows.
alter table keyrotation_key_version add restored_at text null;

-- Versions that escrow has, the store lacks, and nobody could bring back yet. Rotations of the key type wait for them, until their object is
-- taken out of escrow: then they are given up, and their numbers are kept, never to be used again.
create table keyrotation_lost_version (
    key_type     text     not null,
    version      integer  not null,
    problem      text     not null,
    found_at     text     not null,
    given_up_at  text     null,
    constraint pk_lost_version primary key (key_type, version),
    constraint fk_lost_version_key_type foreign key (key_type) references keyrotation_key_type (name)
);
