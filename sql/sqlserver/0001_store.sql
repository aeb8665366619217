-- The store itself: one row, whose incarnation changes when the store is restored or failed over to an older copy.
create table keyrotation.store (
    id              int               not null,
    incarnation_id  uniqueidentifier  not null,
    created_at      datetime2(6)      not null,
    constraint pk_store primary key (id),
    constraint ck_store_one_row check (id = 1)
);

-- Key types: key_id is written into every ciphertext and never changes. epoch grows with every change of the key ring,
-- activation with every activation.
create table keyrotation.key_type (
    key_id      int           not null,
    name        nvarchar(64)  not null,
    epoch       bigint        not null,
    activation  bigint        not null,
    events      bigint        not null,
    created_at  datetime2(6)  not null,
    constraint pk_key_type primary key (name),
    constraint uq_key_type_key_id unique (key_id)
);
