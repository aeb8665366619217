-- Rotations by when they ended: totals are counted over those that ended lately.
create index ix_rotation_ended on keyrotation.rotation (ended_at);
