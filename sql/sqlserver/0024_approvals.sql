-- Commands that wait for a second person's word, or did (docs/approvals.md).

-- is_approved is null until somebody has decided, 1 for yes and 0 for no; ended_at until the command was carried out, or refused then. parameters and
-- outcome are JSON objects of texts.
create table keyrotation.approval (
    approval_id      uniqueidentifier  not null,
    action           nvarchar(32)      not null,
    parameters       nvarchar(max)     not null,
    requested_by     nvarchar(256)     not null,
    requested_at     datetime2(6)      not null,
    expires_at       datetime2(6)      not null,
    is_approved      int               null,
    decided_by       nvarchar(256)     null,
    decided_at       datetime2(6)      null,
    decision_reason  nvarchar(max)     null,
    ended_at         datetime2(6)      null,
    outcome          nvarchar(max)     null,
    refusal          nvarchar(max)     null,
    constraint pk_approval primary key (approval_id)
);

create index ix_approval_requested on keyrotation.approval (requested_at);
create index ix_approval_unended on keyrotation.approval (decided_at) where is_approved = 1 and ended_at is null;
