-- Emergencies that somebody declared, each with a snapshot of the cluster as it stood then (docs/incidents.md).

-- The incident is opened in the transaction of its emergency; the snapshot follows, and is null until then. snapshot is a JSON document of which
-- sha256 is the digest, byte for byte; the audit event incident.recorded repeats it.
create table keyrotation.incident (
    incident_id          uniqueidentifier  not null,
    rotation_id          uniqueidentifier  not null,
    key_type             nvarchar(64)      not null,
    reason               nvarchar(max)     not null,
    opened_by            nvarchar(256)     not null,
    opened_at            datetime2(6)      not null,
    compromised_version  int               null,
    taken_at             datetime2(6)      null,
    taken_by             nvarchar(256)     null,
    missing_parts        nvarchar(max)     null,
    sha256               varbinary(32)     null,
    snapshot             varbinary(max)    null,
    constraint pk_incident primary key (incident_id)
);

create index ix_incident_opened on keyrotation.incident (opened_at);
create index ix_incident_not_taken on keyrotation.incident (opened_at) where taken_at is null;
