-- The trace (W3C traceparent) of the request that opened the rotation, or raised it to an emergency: its steps belong to the same trace.
alter table keyrotation.rotation add trace_parent varchar(64) null;
