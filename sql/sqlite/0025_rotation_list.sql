-- The list of rotations, the latest first, whose cost must not grow with how many there ever were.
create index ix_rotation_scheduled on keyrotation_rotation (scheduled_at, rotation_id);
