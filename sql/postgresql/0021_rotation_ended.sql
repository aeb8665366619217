-- What ended lately is counted by each process, and what ended before only once.
create index ix_rotation_ended on keyrotation.rotation (ended_at);
