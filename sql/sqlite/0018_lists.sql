-- Lists of the API, whose cost must not grow with what is in the tables.
create index ix_audit_event_action on keyrotation_audit_event (action, occurred_at);
create index ix_audit_event_actor on keyrotation_audit_event (actor, occurred_at);
create index ix_audit_event_key_type_time on keyrotation_audit_event (key_type, occurred_at);
create index ix_alert_opened on keyrotation_alert (opened_at);
