-- A target is cut into ranges of its key that several nodes work on at once (docs/cluster.md). A range has the keys behind after_key, up
-- to and with through_key; null = open. Taking it bumps its epoch, and each of its batches renews the claim first. kind says what its
-- batches do, to_version under which version they seal (null = the one that is active, for adoptions).
alter table keyrotation_migration_range add kind text not null default 'migrate';
alter table keyrotation_migration_range add to_version integer null;
alter table keyrotation_migration_range add after_key text null;
alter table keyrotation_migration_range add through_key text null;
alter table keyrotation_migration_range add holder text null;
alter table keyrotation_migration_range add epoch integer not null default 0;
alter table keyrotation_migration_range add claimed_until text null;

-- What was begun before: whole tables, in one range each.
update keyrotation_migration_range
set kind = case when exists (select 1 from keyrotation_adoption a where a.adoption_id = work_id) then 'adopt' when pass > 0 then 'verify' else 'migrate' end,
    to_version = (select r.to_version from keyrotation_rotation r where r.rotation_id = work_id);
