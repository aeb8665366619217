-- Commands that wait for a second person's word, or did (docs/approvals.md).

-- is_approved is null until somebody has decided, 1 for yes and 0 for no; ended_at until the command was carried out, or refused then. parameters and
-- outcome are JSON objects of texts.
create table keyrotation_approval (
    approval_id      text     not null,
    action           text     not null,
    parameters       text     not null,
    requested_by     text     not null,
    requested_at     text     not null,
    expires_at       text     not null,
    is_approved      integer  null,
    decided_by       text     null,
    decided_at       text     null,
    decision_reason  text     null,
    ended_at         text     null,
    outcome          text     null,
    refusal          text     null,
    constraint pk_approval primary key (approval_id)
);

create index ix_approval_requested on keyrotation_approval (requested_at);
create index ix_approval_unended on keyrotation_approval (decided_at) where is_approved = 1 and ended_at is null;
