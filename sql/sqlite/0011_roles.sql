-- SQLite knows no logins: who may read the file may read all of it. The table and the views are here so that the schema is the same.
create table keyrotation_consumer_grant (
    login_or_role  text  not null,
    key_type       text  not null,
    granted_by     text  not null default 'file owner',
    granted_at     text  not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    constraint pk_consumer_grant primary key (login_or_role, key_type),
    constraint fk_consumer_grant_key_type foreign key (key_type) references keyrotation_key_type (name)
);

create view keyrotation_missing_role as
select null as name where 1 = 0;

create view keyrotation_consumer_reads as
select c.consumer_id, k.name as key_type
from keyrotation_consumer c
cross join keyrotation_key_type k;
