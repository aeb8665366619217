-- Where each target is kept (docs/migration.md). NULL in entries made before: the next start fills them.
alter table keyrotation.target add database_identity nvarchar(400) null;
alter table keyrotation.target add table_name nvarchar(260) null;
alter table keyrotation.target add history_table nvarchar(260) null;
