-- AuditTrail.Heads
select lane as Lane, seq as Seq, head as Head from keyrotation.audit_lane order by lane

-- AuditTrail.Events
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where lane = @lane and seq > @after
order by seq
limit @limit

-- AuditTrail.Seals
select  number as Number, sealed_at as SealedAt, key_number as KeyNumber, canonical as Canonical, previous as Previous, hash as Hash,
       signature as Signature from keyrotation.audit_seal where number > @after order by number limit @limit

-- AuditTrail.LastSeal
select number as Number, sealed_at as SealedAt, key_number as KeyNumber, canonical as Canonical, previous as Previous, hash as Hash,
       signature as Signature from keyrotation.audit_seal where number = (select max(number) from keyrotation.audit_seal)

-- AuditTrail.InsertSeal
insert into keyrotation.audit_seal (number, sealed_at, key_number, canonical, previous, hash, signature)
values (@Number, @SealedAt, @KeyNumber, @Canonical, @Previous, @Hash, @Signature)

-- AuditTrail.Keys
select number as Number, public_key as PublicKey, kek_id as KekId, wrapped_record as WrappedRecord, check_value as CheckValue
from keyrotation.audit_key
order by number

-- AuditTrail.InsertKey
insert into keyrotation.audit_key (number, public_key, kek_id, wrapped_record, check_value, created_at)
values (@number, @publicKey, @kekId, @wrapped, @checkValue, @now)

-- AuditWriter.Contains
select count(*) from keyrotation.audit_event where event_id = @eventId

-- AuditWriter.CountLanes
select count(*) from keyrotation.audit_lane

-- AuditWriter.CountEvent
update keyrotation.key_type set events = events + 1 where name = @keyType

-- AuditWriter.EventNumber
select events from keyrotation.key_type where name = @keyType

-- AuditWriter.Insert
insert into keyrotation.audit_event (lane, seq, previous, hash, canonical, event_id, occurred_at, key_type, key_type_seq, action,
    outcome, actor, rotation_id, key_version, duration_seconds, records_affected, error_details)
values (@lane, @seq, @previous, @hash, @canonical, @eventId, @occurredAt, @keyType, @keyTypeSeq, @action,
    @outcome, @actor, @rotationId, @keyVersion, @durationSeconds, @recordsAffected, @errorDetails)

-- AuditWriter.MoveHead
update keyrotation.audit_lane set seq = @seq, head = @hash where lane = @lane and seq = @seq - 1

-- ClaimStore.TakeExpired
update keyrotation.claim
set holder = @holder, epoch = epoch + 1, expires_at = clock_timestamp() + @milliseconds * interval '1 millisecond'
where name = @name and expires_at <= clock_timestamp()

-- ClaimStore.TakeNew
insert into keyrotation.claim (name, holder, epoch, expires_at)
select @name, @holder, 1, clock_timestamp() + @milliseconds * interval '1 millisecond'
where not exists (select 1 from keyrotation.claim where name = @name)

-- ClaimStore.Epoch
select epoch from keyrotation.claim where name = @name

-- ClaimStore.GiveBack
update keyrotation.claim
set expires_at = clock_timestamp()
where name = @name and holder = @holder and epoch = @epoch

-- ClaimStore.GiveBackAll
update keyrotation.claim
set expires_at = clock_timestamp()
where expires_at > clock_timestamp()

-- FenceGuard.Renew
update keyrotation.claim
set expires_at = clock_timestamp() + @milliseconds * interval '1 millisecond'
where name = @name and holder = @holder and epoch = @epoch

-- ConsumerStore.Register
insert into keyrotation.consumer (consumer_id, name, host, version, login, registered_at, lease_until)
values (@id, @name, @host, @version, @login, clock_timestamp(), clock_timestamp() + @milliseconds * interval '1 millisecond')

-- ConsumerStore.Renew
update keyrotation.consumer
set lease_until = clock_timestamp() + @milliseconds * interval '1 millisecond'
where consumer_id = @id and signed_off_at is null and lease_until > clock_timestamp()

-- ConsumerStore.RegisterAgain
update keyrotation.consumer
set lease_until = clock_timestamp() + @milliseconds * interval '1 millisecond', signed_off_at = null
where consumer_id = @id

-- ConsumerStore.Epochs
select s.incarnation_id as Incarnation, t.name as Name, t.key_id as KeyId, t.epoch as Epoch, t.activation as Activation
from keyrotation.store s
left join keyrotation.key_type t on 1 = 1
where s.id = 1
order by t.key_id

-- ConsumerStore.UpdateAcknowledgement
update keyrotation.consumer_acknowledgement
set incarnation_id = @incarnation, epoch = @epoch, activation = @activation, versions = @versions, acknowledged_at = clock_timestamp()
where consumer_id = @id and key_type = @keyType

-- ConsumerStore.InsertAcknowledgement
insert into keyrotation.consumer_acknowledgement (consumer_id, key_type, incarnation_id, epoch, activation, versions, acknowledged_at)
values (@id, @keyType, @incarnation, @epoch, @activation, @versions, clock_timestamp())

-- ConsumerStore.SignOff
update keyrotation.consumer
set signed_off_at = clock_timestamp()
where consumer_id = @id and signed_off_at is null

-- ConsumerStore.SignOffAll
update keyrotation.consumer
set signed_off_at = clock_timestamp()
where signed_off_at is null

-- ConsumerUsageStore.Update
update keyrotation.consumer_usage
set seals = @seals, opens = @opens, last_seal_at = clock_timestamp() + @lastSeal * interval '1 millisecond', last_open_at = clock_timestamp() + @lastOpen * interval '1 millisecond', reported_at = clock_timestamp()
where consumer_id = @id and key_type = @keyType and version = @version

-- ConsumerUsageStore.Insert
insert into keyrotation.consumer_usage (consumer_id, key_type, version, seals, opens, last_seal_at, last_open_at, reported_at)
values (@id, @keyType, @version, @seals, @opens, clock_timestamp() + @lastSeal * interval '1 millisecond', clock_timestamp() + @lastOpen * interval '1 millisecond', clock_timestamp())

-- ConsumerUsageStore.SealedSince
select c.consumer_id as ConsumerId, c.name as Name, c.host as Host, u.seals as Seals, u.last_seal_at as LastSealAt
from keyrotation.consumer_usage u
join keyrotation.consumer c on c.consumer_id = u.consumer_id
where u.key_type = @keyType and u.version = @version and u.last_seal_at >= @since
order by c.name, c.host, u.last_seal_at

-- ConsumerUsageStore.Totals
select version as Version, sum(seals) as Seals, sum(opens) as Opens, max(last_seal_at) as LastSealAt, max(last_open_at) as LastOpenAt
from keyrotation.consumer_usage
where key_type = @keyType
group by version
order by version

-- LiveConsumers.Live
select c.name as Name, c.host as Host, a.incarnation_id as IncarnationId, a.activation as Activation, a.versions as Versions,
       s.incarnation_id as CurrentIncarnationId
from keyrotation.consumer c
cross join keyrotation.store s
left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
where c.signed_off_at is null and c.lease_until > clock_timestamp()
order by c.name, c.host

-- KeyStore.KeyTypes
select name as Name, key_id as KeyId, epoch as Epoch, activation as Activation
from keyrotation.key_type
order by key_id

-- KeyStore.Versions
select key_type as KeyType, version as Version, state as State, kek_id as KekId, wrapped_record as WrappedRecord,
       check_value as CheckValue, created_at as CreatedAt, activated_at as ActivatedAt, grace_ends_at as GraceEndsAt,
       compromised_at as CompromisedAt
from keyrotation.key_version
where @keyType is null or key_type = @keyType
order by key_type, version

-- KeyStore.Incarnation
select incarnation_id from keyrotation.store where id = 1

-- AdoptionStore.Running
select adoption_id as AdoptionId, key_type as KeyType, target as Target, source as Source, requested_by as RequestedBy, started_at as StartedAt
from keyrotation.adoption
where target = @target and ended_at is null

-- AdoptionStore.Insert
insert into keyrotation.adoption (adoption_id, key_type, target, state, source, requested_by, started_at)
values (@id, @KeyType, @Target, 'running', @Source, @RequestedBy, @startedAt)

-- AdoptionStore.End
update keyrotation.adoption
set state = @state, ended_at = @now
where adoption_id = @id and ended_at is null

-- MigrationStore.Plan
insert into keyrotation.migration_range (work_id, target, pass, range_number, batch_number, rows_read, rows_rewritten,
    rows_verified, rows_superseded, rows_quarantined, started_at, checkpoint_at)
select @workId, @target, @pass, @rangeNumber, 0, 0, 0, 0, 0, 0, @now, @now
where not exists (
    select 1 from keyrotation.migration_range
    where work_id = @workId and target = @target and pass = @pass and range_number = @rangeNumber)

-- MigrationStore.One
select work_id as WorkId, target as Target, pass as Pass, range_number as RangeNumber, done_through as DoneThrough,
       batch_number as BatchNumber, rows_read as RowsRead, rows_rewritten as RowsRewritten, rows_verified as RowsVerified,
       rows_superseded as RowsSuperseded, rows_quarantined as RowsQuarantined, started_at as StartedAt,
       checkpoint_at as CheckpointAt, finished_at as FinishedAt
from keyrotation.migration_range
where work_id = @workId and target = @target and pass = @pass and range_number = @rangeNumber

-- MigrationStore.OfWork
select work_id as WorkId, target as Target, pass as Pass, range_number as RangeNumber, done_through as DoneThrough,
       batch_number as BatchNumber, rows_read as RowsRead, rows_rewritten as RowsRewritten, rows_verified as RowsVerified,
       rows_superseded as RowsSuperseded, rows_quarantined as RowsQuarantined, started_at as StartedAt,
       checkpoint_at as CheckpointAt, finished_at as FinishedAt
from keyrotation.migration_range
where work_id = @workId
order by target, pass, range_number

-- MigrationStore.Quarantined
select  row_key as RowKey, column_name as ColumnName, key_version as KeyVersion, reason as Reason
from keyrotation.quarantine
where work_id = @workId
order by recorded_at, quarantine_id
limit @limit

-- MigrationStore.CountQuarantined
select count(*) from keyrotation.quarantine where work_id = @workId

-- MigrationStore.ForgetRanges
delete from keyrotation.migration_range where work_id = @workId and pass > 0

-- MigrationStore.ForgetQuarantine
delete from keyrotation.quarantine where work_id = @workId

-- RangeCheckpoint.Update
update keyrotation.migration_range
set done_through = @DoneThrough, batch_number = @BatchNumber, rows_read = @RowsRead, rows_rewritten = @RowsRewritten,
    rows_verified = @RowsVerified, rows_superseded = @RowsSuperseded, rows_quarantined = @RowsQuarantined,
    checkpoint_at = @CheckpointAt, finished_at = @FinishedAt
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and batch_number = @BatchNumber - 1

-- RangeCheckpoint.Current
select work_id as WorkId, target as Target, pass as Pass, range_number as RangeNumber, done_through as DoneThrough,
       batch_number as BatchNumber, rows_read as RowsRead, rows_rewritten as RowsRewritten, rows_verified as RowsVerified,
       rows_superseded as RowsSuperseded, rows_quarantined as RowsQuarantined, started_at as StartedAt,
       checkpoint_at as CheckpointAt, finished_at as FinishedAt
from keyrotation.migration_range
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber

-- RangeCheckpoint.Quarantine
insert into keyrotation.quarantine (quarantine_id, work_id, key_type, target, row_key, column_name, key_version, reason, recorded_at)
select @id, @workId, @keyType, @target, @rowKey, @column, @keyVersion, @reason, @at
where not exists (
    select 1 from keyrotation.quarantine
    where work_id = @workId and target = @target and row_key = @rowKey and column_name = @column)

-- KeyVersionChanges.Insert
insert into keyrotation.key_version (key_type, version, state, kek_id, wrapped_record, check_value, created_at)
values (@KeyType, @Version, @State, @KekId, @WrappedRecord, @CheckValue, @CreatedAt)

-- KeyVersionChanges.SendPredecessorToGrace
update keyrotation.key_version
set state = 'grace', grace_ends_at = @graceEndsAt
where key_type = @keyType and state = 'active' and version <> @version

-- KeyVersionChanges.MakeActive
update keyrotation.key_version
set state = 'active', activated_at = coalesce(activated_at, @at), grace_ends_at = null
where key_type = @keyType and version = @version and state in ('pending', 'grace')

-- KeyVersionChanges.CountActivation
update keyrotation.key_type
set epoch = epoch + 1, activation = activation + 1
where name = @keyType

-- KeyVersionChanges.CurrentActivation
select activation from keyrotation.key_type where name = @keyType

-- KeyVersionChanges.InsertActivation
insert into keyrotation.activation (key_type, number, version, rotation_id, activated_at)
values (@keyType, @number, @version, @rotationId, @at)

-- KeyVersionChanges.GrowEpoch
update keyrotation.key_type set epoch = epoch + 1 where name = @keyType

-- RotationStore.Insert
insert into keyrotation.rotation (rotation_id, key_type, state, trigger_name, priority, requested_by, reason, scheduled_at,
    not_before, outside_window, attempts)
select @RotationId, @KeyType, @State, @TriggerName, @Priority, @RequestedBy, @Reason, @ScheduledAt, @NotBefore, @OutsideWindow, 0
where not exists (select 1 from keyrotation.rotation where key_type = @KeyType and ended_at is null)

-- RotationStore.ById
select rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
       priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
       outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
       ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
       next_attempt_at as NextAttemptAt from keyrotation.rotation where rotation_id = @id

-- RotationStore.OpenByKeyType
select rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
       priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
       outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
       ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
       next_attempt_at as NextAttemptAt from keyrotation.rotation where key_type = @keyType and ended_at is null

-- RotationStore.AllOpen
select rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
       priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
       outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
       ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
       next_attempt_at as NextAttemptAt from keyrotation.rotation where ended_at is null order by scheduled_at

-- RotationStore.Update
update keyrotation.rotation
set state = @State, outcome = @Outcome, from_version = @FromVersion, to_version = @ToVersion,
    started_at = @StartedAt, ended_at = @EndedAt, hold = @Hold, failed_in = @FailedIn, last_error = @LastError,
    attempts = @Attempts, next_attempt_at = @NextAttemptAt
where rotation_id = @RotationId and state = @expected

-- RotationStore.UpdateHold
update keyrotation.rotation
set hold = @hold
where rotation_id = @id and ended_at is null

-- RotationStore.OutsideWindow
update keyrotation.rotation
set outside_window = 1
where rotation_id = @id and ended_at is null

-- SchemaJournal.Scripts
select scriptname from keyrotation.schema_version order by scriptname

-- StoreInitializer.InsertStore
insert into keyrotation.store (id, incarnation_id, created_at)
select 1, @incarnation, @now
where not exists (select 1 from keyrotation.store)

-- StoreInitializer.InsertLane
insert into keyrotation.audit_lane (lane, seq, head)
select @lane, 0, @head
where not exists (select 1 from keyrotation.audit_lane where lane = @lane)

-- StoreInitializer.CountLanes
select count(*) from keyrotation.audit_lane

-- StoreInitializer.KeyTypeNames
select name as Name, key_id as KeyId from keyrotation.key_type

-- StoreInitializer.InsertKeyType
insert into keyrotation.key_type (key_id, name, epoch, activation, events, created_at)
values (@keyId, @name, 0, 0, 0, @now)

-- TargetRegistry.ByName
select name as Name, key_type as KeyType, context_columns as ContextColumns, columns as Columns
from keyrotation.target
where name = @name

-- TargetRegistry.Insert
insert into keyrotation.target (name, key_type, context_columns, columns, registered_at)
values (@Name, @KeyType, @ContextColumns, @Columns, @now)

-- Dialect.LockFreeAuditLane
select lane as Number, seq as Seq, head as Head
from keyrotation.audit_lane
limit 1 for update skip locked

-- Dialect.LockAuditLane
select lane as Number, seq as Seq, head as Head
from keyrotation.audit_lane
where lane = @lane for update

-- Dialect.CurrentLogin
select session_user

-- Dialect.JournalExists
select 1 where to_regclass('keyrotation.schema_version') is not null

-- Dialect.LockSchema
select pg_advisory_lock(hashtext('keyrotation schema'))

-- Dialect.ReadCommittedVersions
select 1

-- Dialect.CreateSchema
create schema if not exists keyrotation

-- TableInspector.Columns
select a.attname as Name, t.typname as TypeName, format_type(a.atttypid, a.atttypmod) as SqlType,
       case when a.attnotnull then 0 else 1 end as IsNullable,
       case when a.attcollation <> 0 then c.collname end as Collation,
       case when t.typname in ('varchar', 'bpchar') and a.atttypmod > 0 then a.atttypmod - 4 end as MaxLength,
       case when t.typname = 'numeric' then case when a.atttypmod < 0 then -1 else (a.atttypmod - 4) & 65535 end end as Scale
from pg_attribute a
join pg_type t on t.oid = a.atttypid
left join pg_collation c on c.oid = a.attcollation
where a.attrelid = to_regclass(@table) and a.attnum > 0 and not a.attisdropped
order by a.attnum

-- TableInspector.UniqueKeys
select i.indexrelid::regclass::text as IndexName, a.attname as ColumnName, cast(k.position as integer) as Position
from pg_index i
cross join lateral unnest(i.indkey::smallint[]) with ordinality as k(attnum, position)
join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
where i.indrelid = to_regclass(@table) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
  and k.position <= i.indnkeyatts

-- Target.ReadFirst
select "tenant", "name", "tenant", "secret", "note" from "app"."oauth_tokens" order by "tenant", "name" limit @limit

-- Target.ReadNext
select "tenant", "name", "tenant", "secret", "note" from "app"."oauth_tokens" where ("tenant", "name") > (cast(@after0 as bigint), cast(@after1 as nvarchar(100))) order by "tenant", "name" limit @limit

-- Target.WriteBack
update "app"."oauth_tokens" as t
set "secret" = u.n0, "note" = u.n1
from unnest(cast(@k0 as bigint[]), cast(@k1 as nvarchar(100)[]), @o0, @n0, @o1, @n1, cast(@c0 as bigint[]), cast(@c1 as nvarchar(100)[])) as u(k0, k1, o0, n0, o1, n1, c0, c1)
where t."tenant" = u.k0 and t."name" = u.k1
  and t."secret" is not distinct from u.o0
  and t."note"::text collate "C" is not distinct from u.o1 collate "C"
  and t."tenant" = u.c0
  and t."name"::text collate "C" = u.c1::text collate "C"

-- Target.ReadFirst, adopting
select "tenant", "name", "tenant", "secret", "note", "plain", "raw" from "app"."oauth_tokens" order by "tenant", "name" limit @limit

-- Target.ReadNext, adopting
select "tenant", "name", "tenant", "secret", "note", "plain", "raw" from "app"."oauth_tokens" where ("tenant", "name") > (cast(@after0 as bigint), cast(@after1 as nvarchar(100))) order by "tenant", "name" limit @limit

-- Target.WriteBack, adopting
update "app"."oauth_tokens" as t
set "secret" = u.n0, "note" = u.n1
from unnest(cast(@k0 as bigint[]), cast(@k1 as nvarchar(100)[]), @o0, @n0, @o1, @n1, @s0, @s1, cast(@c0 as bigint[]), cast(@c1 as nvarchar(100)[])) as u(k0, k1, o0, n0, o1, n1, s0, s1, c0, c1)
where t."tenant" = u.k0 and t."name" = u.k1
  and t."secret" is not distinct from u.o0
  and t."note"::text collate "C" is not distinct from u.o1 collate "C"
  and t."plain"::text collate "C" is not distinct from u.s0 collate "C"
  and t."raw" is not distinct from u.s1
  and t."tenant" = u.c0
  and t."name"::text collate "C" = u.c1::text collate "C"

