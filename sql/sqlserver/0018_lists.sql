-- Lists of the API, whose cost must not grow with what is in the tables.
create index ix_audit_event_action on keyrotation.audit_event (action, occurred_at);
create index ix_audit_event_actor on keyrotation.audit_event (actor, occurred_at);
create index ix_audit_event_key_type_time on keyrotation.audit_event (key_type, occurred_at);
create index ix_alert_opened on keyrotation.alert (opened_at);
