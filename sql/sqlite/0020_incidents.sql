-- Emergencies that somebody declared, each with a snapshot of the cluster as it stood then (docs/incidents.md).

-- The incident is opened in the transaction of its emergency; the snapshot follows, and is null until then. snapshot is a JSON document of which
-- sha256 is the digest, byte for byte; the audit event incident.recorded repeats it.
create table keyrotation_incident (
    incident_id          text     not null,
    rotation_id          text     not null,
    key_type             text     not null,
    reason               text     not null,
    opened_by            text     not null,
    opened_at            text     not null,
    compromised_version  integer  null,
    taken_at             text     null,
    taken_by             text     null,
    missing_parts        text     null,
    sha256               blob     null,
    snapshot             blob     null,
    constraint pk_incident primary key (incident_id)
);

create index ix_incident_opened on keyrotation_incident (opened_at);
create index ix_incident_not_taken on keyrotation_incident (opened_at) where taken_at is null;
