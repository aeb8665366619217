-- Who rolled a rotation back, why and when (docs/cluster.md, "Rollback"); null where nobody did. The ranges that go back are of the kinds
-- roll_back and verify_roll_back; their passes come behind those of the rotation.
alter table keyrotation_rotation add rollback_by text null;
alter table keyrotation_rotation add rollback_reason text null;
alter table keyrotation_rotation add rollback_at text null;
