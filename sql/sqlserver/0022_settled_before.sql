-- Versions that were succeeded before settles_at was noted: a rotation completes behind a sweep that found nothing left. 25 hours are the default
-- times for which an application seals without the store, and takes to commit.
update keyrotation.key_version
set settles_at = (
    select dateadd(hour, 25, min(r.ended_at))
    from keyrotation.rotation r
    where r.key_type = keyrotation.key_version.key_type and r.from_version >= keyrotation.key_version.version and r.state = 'completed')
where state in ('grace', 'disabled') and settles_at is null;
