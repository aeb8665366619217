-- Emergencies that somebody declared, each with a snapshot of the cluster as it stood then (docs/incidents.md).

-- The incident is opened in the transaction of its emergency; the snapshot follows, and is null until then. snapshot is a JSON document of which
-- sha256 is the digest, byte for byte; the audit event incident.recorded repeats it.
create table keyrotation.incident (
    incident_id          uuid          not null,
    rotation_id          uuid          not null,
    key_type             varchar(64)   not null,
    reason               text          not null,
    opened_by            varchar(256)  not null,
    opened_at            timestamptz   not null,
    compromised_version  integer       null,
    taken_at             timestamptz   null,
    taken_by             varchar(256)  null,
    missing_parts        text          null,
    sha256               bytea         null,
    snapshot             bytea         null,
    constraint pk_incident primary key (incident_id)
);

create index ix_incident_opened on keyrotation.incident (opened_at);
create index ix_incident_not_taken on keyrotation.incident (opened_at) where taken_at is null;
