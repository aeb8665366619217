-- Where each target is kept (docs/migration.md). NULL in entries made before: the next start fills them.
alter table keyrotation.target add database_identity varchar(400) null;
alter table keyrotation.target add table_name varchar(260) null;
alter table keyrotation.target add history_table varchar(260) null;
