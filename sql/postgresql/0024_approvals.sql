-- Commands that wait for a second person's word, or did (docs/approvals.md).

-- is_approved is null until somebody has decided, 1 for yes and 0 for no; ended_at until the command was carried out, or refused then. parameters and
-- outcome are JSON objects of texts.
create table keyrotation.approval (
    approval_id      uuid          not null,
    action           varchar(32)   not null,
    parameters       text          not null,
    requested_by     varchar(256)  not null,
    requested_at     timestamptz   not null,
    expires_at       timestamptz   not null,
    is_approved      integer       null,
    decided_by       varchar(256)  null,
    decided_at       timestamptz   null,
    decision_reason  text          null,
    ended_at         timestamptz   null,
    outcome          text          null,
    refusal          text          null,
    constraint pk_approval primary key (approval_id)
);

create index ix_approval_requested on keyrotation.approval (requested_at);
create index ix_approval_unended on keyrotation.approval (decided_at) where is_approved = 1 and ended_at is null;
