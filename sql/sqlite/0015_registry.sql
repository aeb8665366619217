-- Where each target is kept (docs/migration.md). NULL in entries made before: the next start fills them.
alter table keyrotation_target add database_identity text null;
alter table keyrotation_target add table_name text null;
alter table keyrotation_target add history_table text null;
