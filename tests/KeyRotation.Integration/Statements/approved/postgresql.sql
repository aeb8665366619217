-- AlertRegister.ById
select alert_id as AlertId, code as Code, subject as Subject, severity as Severity, key_type as KeyType, rotation_id as RotationId, message as Message,
       opened_at as OpenedAt, updated_at as UpdatedAt, closed_at as ClosedAt, acknowledged_by as AcknowledgedBy, acknowledged_at as AcknowledgedAt from keyrotation.alert where alert_id = @id

-- AlertRegister.Filtered
select  alert_id as AlertId, code as Code, subject as Subject, severity as Severity, key_type as KeyType, rotation_id as RotationId, message as Message,
       opened_at as OpenedAt, updated_at as UpdatedAt, closed_at as ClosedAt, acknowledged_by as AcknowledgedBy, acknowledged_at as AcknowledgedAt
from keyrotation.alert
where (@keyType is null or key_type = @keyType)
  and (@open is null or (@open = 1 and closed_at is null) or (@open = 0 and closed_at is not null))
  and opened_at <= @beforeAt and (opened_at < @beforeAt or alert_id < @beforeId)
order by opened_at desc, alert_id desc
limit @limit

-- AlertRegister.Acknowledge
update keyrotation.alert
set acknowledged_by = @by, acknowledged_at = @now
where alert_id = @id and closed_at is null and acknowledged_by is null

-- AlertStore.Open
select alert_id as AlertId, code as Code, subject as Subject, severity as Severity, key_type as KeyType, rotation_id as RotationId, message as Message,
       opened_at as OpenedAt, updated_at as UpdatedAt, closed_at as ClosedAt, acknowledged_by as AcknowledgedBy, acknowledged_at as AcknowledgedAt from keyrotation.alert where closed_at is null order by opened_at, alert_id

-- AlertStore.Insert
insert into keyrotation.alert (alert_id, code, subject, severity, key_type, rotation_id, message, opened_at, updated_at)
select @AlertId, @Code, @Subject, @Severity, @KeyType, @RotationId, @Message, @Now, @Now
where not exists (select 1 from keyrotation.alert where code = @Code and subject = @Subject and closed_at is null)

-- AlertStore.IsOpenAs
select count(*) from keyrotation.alert where alert_id = @AlertId

-- AlertStore.Update
update keyrotation.alert
set severity = @Severity, key_type = @KeyType, rotation_id = @RotationId, message = @Message, updated_at = @Now
where alert_id = @AlertId and closed_at is null

-- AlertStore.Close
update keyrotation.alert
set closed_at = @Now, updated_at = @Now
where alert_id = @AlertId and closed_at is null

-- ApprovalStore.Insert
insert into keyrotation.approval (approval_id, action, parameters, requested_by, requested_at, expires_at)
values (@ApprovalId, @Action, @Parameters, @RequestedBy, @RequestedAt, @ExpiresAt)

-- ApprovalStore.ById
select approval_id as ApprovalId, action as Action, parameters as Parameters, requested_by as RequestedBy, requested_at as RequestedAt,
       expires_at as ExpiresAt, is_approved as IsApproved, decided_by as DecidedBy, decided_at as DecidedAt, decision_reason as DecisionReason,
       ended_at as EndedAt, outcome as Outcome, refusal as Refusal from keyrotation.approval where approval_id = @id

-- ApprovalStore.Latest
select  approval_id as ApprovalId, action as Action, parameters as Parameters, requested_by as RequestedBy, requested_at as RequestedAt,
       expires_at as ExpiresAt, is_approved as IsApproved, decided_by as DecidedBy, decided_at as DecidedAt, decision_reason as DecisionReason,
       ended_at as EndedAt, outcome as Outcome, refusal as Refusal
from keyrotation.approval
where requested_at <= @beforeAt and (requested_at < @beforeAt or approval_id < @beforeId)
order by requested_at desc, approval_id desc
limit @limit

-- ApprovalStore.Unended
select approval_id as ApprovalId, action as Action, parameters as Parameters, requested_by as RequestedBy, requested_at as RequestedAt,
       expires_at as ExpiresAt, is_approved as IsApproved, decided_by as DecidedBy, decided_at as DecidedAt, decision_reason as DecisionReason,
       ended_at as EndedAt, outcome as Outcome, refusal as Refusal
from keyrotation.approval
where is_approved = 1 and ended_at is null
order by decided_at

-- ApprovalStore.Decide
update keyrotation.approval
set is_approved = @IsApproved, decided_by = @DecidedBy, decided_at = @DecidedAt, decision_reason = @DecisionReason
where approval_id = @ApprovalId and is_approved is null

-- ApprovalStore.End
update keyrotation.approval
set ended_at = @EndedAt, outcome = @Outcome, refusal = @Refusal
where approval_id = @ApprovalId and is_approved = 1 and ended_at is null

-- AuditHistory.Filtered[0]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

-- AuditHistory.Filtered[1]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where key_type = @keyType and occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

-- AuditHistory.Filtered[2]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where action = @action and occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

-- AuditHistory.Filtered[3]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where key_type = @keyType and action = @action and occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

-- AuditHistory.Filtered[4]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where actor = @actor and occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

-- AuditHistory.Filtered[5]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where key_type = @keyType and actor = @actor and occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

-- AuditHistory.Filtered[6]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where action = @action and actor = @actor and occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

-- AuditHistory.Filtered[7]
select  lane as Lane, seq as Seq, previous as Previous, hash as Hash, canonical as Canonical, event_id as EventId,
       occurred_at as OccurredAt, key_type as KeyType, key_type_seq as KeyTypeSeq, action as Action, outcome as Outcome,
       actor as Actor, rotation_id as RotationId, key_version as KeyVersion, duration_seconds as DurationSeconds,
       records_affected as RecordsAffected, error_details as ErrorDetails
from keyrotation.audit_event
where key_type = @keyType and action = @action and actor = @actor and occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
  and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
order by occurred_at desc, lane desc, seq desc
limit @limit

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

-- ClaimStore.Held
select name as Name, holder as Holder, epoch as Epoch
from keyrotation.claim
where substring(name, 1, @length) = @prefix and expires_at > clock_timestamp()
order by name

-- ClaimStore.GiveBack
update keyrotation.claim
set expires_at = clock_timestamp()
where name = @name and holder = @holder and epoch = @epoch

-- ClaimStore.GiveBackAll
update keyrotation.claim
set expires_at = clock_timestamp()
where expires_at > clock_timestamp()

-- FenceGuard.RenewFirst
update keyrotation.claim
set expires_at = clock_timestamp() + @claimMilliseconds * interval '1 millisecond'
where name = @name0 and holder = @holder0 and epoch = @epoch0

-- FenceGuard.RenewSecond
update keyrotation.claim
set expires_at = clock_timestamp() + @claimMilliseconds * interval '1 millisecond'
where name = @name1 and holder = @holder1 and epoch = @epoch1

-- ConsumerStore.Register
insert into keyrotation.consumer (consumer_id, name, host, version, login, registered_at, lease_until, max_offline_seconds)
values (@id, @name, @host, @version, @login, clock_timestamp(), clock_timestamp() + @milliseconds * interval '1 millisecond', @maxOffline)

-- ConsumerStore.Renew
update keyrotation.consumer
set lease_until = clock_timestamp() + @milliseconds * interval '1 millisecond'
where consumer_id = @id and signed_off_at is null and lease_until > clock_timestamp()

-- ConsumerStore.RegisterAgain
update keyrotation.consumer
set lease_until = clock_timestamp() + @milliseconds * interval '1 millisecond', signed_off_at = null, max_offline_seconds = @maxOffline
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
select consumer_id, @keyType, @incarnation, @epoch, @activation, @versions, clock_timestamp()
from keyrotation.consumer
where consumer_id = @id

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
set seals = @seals, opens = @opens, last_seal_at = clock_timestamp() + @lastSeal * interval '1 millisecond', last_open_at = clock_timestamp() + @lastOpen * interval '1 millisecond',
    attempts = @attempts, last_attempt_at = clock_timestamp() + @lastAttempt * interval '1 millisecond', reported_at = clock_timestamp()
where consumer_id = @id and key_type = @keyType and version = @version

-- ConsumerUsageStore.Insert
insert into keyrotation.consumer_usage (consumer_id, key_type, version, seals, opens, last_seal_at, last_open_at, attempts, last_attempt_at, reported_at)
values (@id, @keyType, @version, @seals, @opens, clock_timestamp() + @lastSeal * interval '1 millisecond', clock_timestamp() + @lastOpen * interval '1 millisecond', @attempts, clock_timestamp() + @lastAttempt * interval '1 millisecond', clock_timestamp())

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
  and exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType)
order by c.name, c.host

-- LiveConsumers.Awaited
select count(*) from keyrotation.store where id = 1 and consumers_awaited_until > clock_timestamp()

-- IdempotencyStore.ForgetExpired
delete from keyrotation.idempotency_key
where actor = @actor and request_key = @key and expires_at <= clock_timestamp()

-- IdempotencyStore.Insert
insert into keyrotation.idempotency_key (actor, request_key, fingerprint, operation_id, reserved_until, expires_at)
select @actor, @key, @fingerprint, @operation, clock_timestamp() + @leaseMs * interval '1 millisecond', clock_timestamp() + @lifetimeMs * interval '1 millisecond'
where not exists (select 1 from keyrotation.idempotency_key where actor = @actor and request_key = @key)

-- IdempotencyStore.TakeOver
update keyrotation.idempotency_key
set reserved_until = clock_timestamp() + @leaseMs * interval '1 millisecond', expires_at = clock_timestamp() + @lifetimeMs * interval '1 millisecond'
where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null and reserved_until <= clock_timestamp()

-- IdempotencyStore.Find
select fingerprint as Fingerprint, operation_id as OperationId, status as Status, content_type as ContentType, location as Location, body as Body
from keyrotation.idempotency_key
where actor = @actor and request_key = @key

-- IdempotencyStore.Keep
update keyrotation.idempotency_key
set status = @status, content_type = @contentType, location = @location, body = @body
where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null

-- IdempotencyStore.Free
update keyrotation.idempotency_key
set reserved_until = clock_timestamp()
where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null

-- IdempotencyStore.Forget
delete from keyrotation.idempotency_key
where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null

-- IdempotencyStore.Purge
delete from keyrotation.idempotency_key where expires_at <= clock_timestamp()

-- ForensicTables.Store
select incarnation_id, clock_timestamp() as database_now from keyrotation.store where id = 1

-- ForensicTables.Versions
select  key_type, version, state, kek_id, check_value, created_at, activated_at, grace_ends_at, disabled_at, retired_at, compromised_at,
       restored_at, settles_at
from keyrotation.key_version
order by key_type, version desc
limit @most

-- ForensicTables.KeyTypes
select  name, key_id, epoch, activation from keyrotation.key_type order by name limit @most

-- ForensicTables.Activations
select  key_type, number, version, rotation_id, activated_at
from keyrotation.activation
order by activated_at desc
limit @most

-- ForensicTables.Rotations
select  * from keyrotation.rotation where ended_at is null order by rotation_id limit @most

-- ForensicTables.Ranges
select  m.work_id, m.target, m.pass, m.range_number, m.kind, m.to_version, m.holder, m.epoch, m.claimed_until, m.batch_number, m.rows_read,
       m.rows_rewritten, m.rows_verified, m.rows_superseded, m.rows_quarantined, m.rows_estimated, m.started_at, m.checkpoint_at, m.finished_at
from keyrotation.migration_range m
join keyrotation.rotation r on r.rotation_id = m.work_id
where r.ended_at is null
order by m.pass desc, m.work_id, m.target, m.range_number
limit @most

-- ForensicTables.Claims
select  name, holder, epoch, expires_at from keyrotation.claim order by name limit @most

-- ForensicTables.Pauses
select  * from keyrotation.pause order by scope limit @most

-- ForensicTables.Requests
select  * from keyrotation.request order by requested_at desc limit @most

-- ForensicTables.Alerts
select  * from keyrotation.alert where closed_at is null order by opened_at desc limit @most

-- ForensicTables.Nodes
select  * from keyrotation.node order by seen_at desc limit @most

-- ForensicTables.Consumers
select  c.consumer_id, c.name, c.host, c.version, c.login, c.registered_at, c.lease_until, c.signed_off_at,
       a.key_type, a.incarnation_id, a.epoch, a.activation, a.versions, a.acknowledged_at
from keyrotation.consumer c
left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id
order by c.lease_until desc
limit @most

-- ForensicTables.AuditLanes
select  lane, seq, head from keyrotation.audit_lane order by lane limit @most

-- ForensicTables.LatestSeal
select number, sealed_at, key_number, hash, signature
from keyrotation.audit_seal
where number = (select max(number) from keyrotation.audit_seal)

-- ForensicTables.QuartzNodes
select  * from keyrotation.QRTZ_SCHEDULER_STATE limit @most

-- ForensicTables.QuartzJobs
select  * from keyrotation.QRTZ_JOB_DETAILS limit @most

-- ForensicTables.QuartzTriggers
select  * from keyrotation.QRTZ_TRIGGERS limit @most

-- ForensicTables.QuartzCronTriggers
select  * from keyrotation.QRTZ_CRON_TRIGGERS limit @most

-- ForensicTables.QuartzFired
select  * from keyrotation.QRTZ_FIRED_TRIGGERS limit @most

-- ForensicTables.QuartzPausedGroups
select  * from keyrotation.QRTZ_PAUSED_TRIGGER_GRPS limit @most

-- IncidentStore.Insert
insert into keyrotation.incident (incident_id, rotation_id, key_type, reason, opened_by, opened_at, compromised_version)
values (@id, @rotationId, @keyType, @reason, @by, @at, @compromised)

-- IncidentStore.Latest
select  incident_id as IncidentId, rotation_id as RotationId, key_type as KeyType, reason as Reason, opened_by as OpenedBy, opened_at as OpenedAt,
       compromised_version as CompromisedVersion, taken_at as TakenAt, taken_by as TakenBy, missing_parts as MissingParts, sha256 as Sha256
from keyrotation.incident
where opened_at <= @beforeAt and (opened_at < @beforeAt or incident_id < @beforeId)
order by opened_at desc, incident_id desc
limit @limit

-- IncidentStore.ById
select incident_id as IncidentId, rotation_id as RotationId, key_type as KeyType, reason as Reason, opened_by as OpenedBy, opened_at as OpenedAt,
       compromised_version as CompromisedVersion, taken_at as TakenAt, taken_by as TakenBy, missing_parts as MissingParts, sha256 as Sha256 from keyrotation.incident where incident_id = @id

-- IncidentStore.NotTaken
select incident_id as IncidentId, rotation_id as RotationId, key_type as KeyType, reason as Reason, opened_by as OpenedBy, opened_at as OpenedAt,
       compromised_version as CompromisedVersion, taken_at as TakenAt, taken_by as TakenBy, missing_parts as MissingParts, sha256 as Sha256
from keyrotation.incident
where taken_at is null
order by opened_at

-- IncidentStore.Snapshot
select snapshot from keyrotation.incident where incident_id = @id

-- IncidentStore.Record
update keyrotation.incident
set taken_at = @takenAt, taken_by = @takenBy, missing_parts = @missingParts, sha256 = @sha256, snapshot = @document
where incident_id = @id and taken_at is null

-- KeyStore.KeyTypes
select name as Name, key_id as KeyId, epoch as Epoch, activation as Activation
from keyrotation.key_type
order by key_id

-- KeyStore.Versions
select key_type as KeyType, version as Version, state as State, kek_id as KekId, wrapped_record as WrappedRecord,
       check_value as CheckValue, created_at as CreatedAt, activated_at as ActivatedAt, grace_ends_at as GraceEndsAt,
       disabled_at as DisabledAt, retired_at as RetiredAt, compromised_at as CompromisedAt,
       restored_at as RestoredAt, settles_at as SettlesAt
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
insert into keyrotation.migration_range (work_id, target, pass, range_number, kind, to_version, after_key, through_key, epoch,
    batch_number, rows_read, rows_rewritten, rows_verified, rows_superseded, rows_quarantined, rows_estimated, started_at, checkpoint_at)
select @workId, @target, @pass, @number, @kind, @toVersion, @after, @through, 0, 0, 0, 0, 0, 0, 0, @rows, @now, @now
where not exists (
    select 1 from keyrotation.migration_range
    where work_id = @workId and target = @target and pass = @pass and range_number = @number)

-- MigrationStore.One
select work_id as WorkId, target as Target, pass as Pass, range_number as RangeNumber, done_through as DoneThrough,
       batch_number as BatchNumber, rows_read as RowsRead, rows_rewritten as RowsRewritten, rows_verified as RowsVerified,
       rows_superseded as RowsSuperseded, rows_quarantined as RowsQuarantined, started_at as StartedAt,
       checkpoint_at as CheckpointAt, finished_at as FinishedAt, rows_estimated as RowsEstimated, kind as Kind,
       to_version as ToVersion, after_key as AfterKey, through_key as ThroughKey, holder as Holder, epoch as Epoch,
       case when claimed_until > clock_timestamp() then 1 else 0 end as IsClaimed
from keyrotation.migration_range
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber

-- MigrationStore.OfWork
select work_id as WorkId, target as Target, pass as Pass, range_number as RangeNumber, done_through as DoneThrough,
       batch_number as BatchNumber, rows_read as RowsRead, rows_rewritten as RowsRewritten, rows_verified as RowsVerified,
       rows_superseded as RowsSuperseded, rows_quarantined as RowsQuarantined, started_at as StartedAt,
       checkpoint_at as CheckpointAt, finished_at as FinishedAt, rows_estimated as RowsEstimated, kind as Kind,
       to_version as ToVersion, after_key as AfterKey, through_key as ThroughKey, holder as Holder, epoch as Epoch,
       case when claimed_until > clock_timestamp() then 1 else 0 end as IsClaimed
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

-- MigrationStore.CountSuspects
select count(*) from keyrotation.quarantine where work_id = @workId and reason = @suspect

-- MigrationStore.CountQuarantinedUnder
select count(*) from keyrotation.quarantine where work_id = @workId and key_version = @version

-- MigrationStore.ForgetRanges
delete from keyrotation.migration_range where work_id = @workId and kind in ('verify', 'verify_roll_back') and (@target is null or target = @target)

-- MigrationStore.ForgetSweepsOfRollback
delete from keyrotation.migration_range where work_id = @workId and kind = 'verify_roll_back'

-- MigrationStore.ForgetQuarantine
delete from keyrotation.quarantine where work_id = @workId and (@target is null or target = @target)

-- MigrationStore.ForgetFormerQuarantine
delete from keyrotation.quarantine
where key_type = @keyType and work_id <> @workId
  and work_id not in (select adoption_id from keyrotation.adoption where ended_at is null)

-- RangeCheckpoint.Move
update keyrotation.migration_range
set done_through = @DoneThrough, batch_number = @BatchNumber, rows_read = @RowsRead, rows_rewritten = @RowsRewritten + @written,
    rows_verified = @RowsVerified, rows_superseded = @RowsSuperseded - @written, rows_quarantined = @RowsQuarantined,
    checkpoint_at = @CheckpointAt, finished_at = @FinishedAt, claimed_until = clock_timestamp() + @claimMilliseconds * interval '1 millisecond'
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and batch_number = @BatchNumber - 1

-- RangeCheckpoint.Current
select work_id as WorkId, target as Target, pass as Pass, range_number as RangeNumber, done_through as DoneThrough,
       batch_number as BatchNumber, rows_read as RowsRead, rows_rewritten as RowsRewritten, rows_verified as RowsVerified,
       rows_superseded as RowsSuperseded, rows_quarantined as RowsQuarantined, started_at as StartedAt,
       checkpoint_at as CheckpointAt, finished_at as FinishedAt, rows_estimated as RowsEstimated, kind as Kind,
       to_version as ToVersion, after_key as AfterKey, through_key as ThroughKey, holder as Holder, epoch as Epoch,
       case when claimed_until > clock_timestamp() then 1 else 0 end as IsClaimed
from keyrotation.migration_range
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber

-- RangeClaims.TakeFree
update keyrotation.migration_range
set holder = @holder, epoch = epoch + 1, claimed_until = clock_timestamp() + @claimMilliseconds * interval '1 millisecond'
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and epoch = @Epoch
  and finished_at is null and (claimed_until is null or claimed_until <= clock_timestamp())
  and (exists (select 1 from keyrotation.rotation r where r.rotation_id = work_id
          and (r.state in ('migrating', 'verifying') and kind in ('migrate', 'verify') or r.state = 'rolling_back' and kind in ('roll_back', 'verify_roll_back')))
      and exists (select 1 from keyrotation.claim c where c.name like 'slot:%' and c.holder = @slotHolder and c.expires_at > clock_timestamp())
    or exists (select 1 from keyrotation.adoption a where a.adoption_id = work_id and a.ended_at is null))

-- RangeClaims.RenewHeld
update keyrotation.migration_range
set claimed_until = clock_timestamp() + @claimMilliseconds * interval '1 millisecond'
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and holder = @Holder and epoch = @Epoch
  and claimed_until is not null

-- RangeClaims.GiveBack
update keyrotation.migration_range
set claimed_until = null
where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and holder = @Holder and epoch = @Epoch

-- RangeClaims.TakeAway
update keyrotation.migration_range
set epoch = epoch + 1, claimed_until = null
where work_id = @workId and finished_at is null

-- RangeClaims.TakeAllAway
update keyrotation.migration_range
set epoch = epoch + 1, claimed_until = null
where claimed_until is not null

-- NodeStore.Clock
select clock_timestamp()

-- NodeStore.Update
update keyrotation.node
set seen_at = clock_timestamp(), stopped_at = null, clock_skew_seconds = @ClockSkewSeconds, cpu_ratio = @CpuRatio, memory_bytes = @MemoryBytes,
    pool_in_use = @PoolInUse, pool_size = @PoolSize, state = @State
where node_id = @NodeId

-- NodeStore.Insert
insert into keyrotation.node (node_id, instance, host, process_id, version, roles, kek_id, started_at, seen_at,
    clock_skew_seconds, cpu_ratio, memory_bytes, pool_in_use, pool_size, state)
values (@NodeId, @Instance, @Host, @ProcessId, @Version, @Roles, @KekId, @StartedAt, clock_timestamp(),
    @ClockSkewSeconds, @CpuRatio, @MemoryBytes, @PoolInUse, @PoolSize, @State)

-- NodeStore.Stop
update keyrotation.node
set stopped_at = clock_timestamp(), state = 'stopped'
where node_id = @id

-- NodeStore.Live
select node_id as NodeId, instance as Instance, host as Host, process_id as ProcessId, version as Version, roles as Roles,
       kek_id as KekId, started_at as StartedAt, seen_at as SeenAt, stopped_at as StoppedAt, clock_skew_seconds as ClockSkewSeconds,
       cpu_ratio as CpuRatio, memory_bytes as MemoryBytes, pool_in_use as PoolInUse, pool_size as PoolSize, state as State
from keyrotation.node
where stopped_at is null and seen_at > clock_timestamp() + @milliseconds * interval '1 millisecond'
order by started_at, node_id

-- PauseStore.Serialize
update keyrotation.store set created_at = created_at where id = 1

-- PauseStore.TakeRequest
update keyrotation.request
set taken_at = @now, outcome = 'accepted'
where request_id = @id and taken_at is null

-- PauseStore.All
select scope as Scope, reason as Reason, paused_by as PausedBy, paused_at as PausedAt, paused_until as PausedUntil
from keyrotation.pause
order by scope

-- PauseStore.DeleteAll
delete from keyrotation.pause

-- PauseStore.Insert
insert into keyrotation.pause (scope, reason, paused_by, paused_at, paused_until)
values (@scope, @reason, @by, @since, @until)

-- PolicyLedger.Serialize
update keyrotation.store set created_at = created_at where id = 1

-- PolicyLedger.All
select key_type as KeyType, rotation_seconds as RotationSeconds, former_seconds as FormerSeconds, grace_seconds as GraceSeconds,
       priority as Priority, protects as Protects, targets as Targets, configured_by as ConfiguredBy
from keyrotation.key_type_policy

-- PolicyLedger.Insert
insert into keyrotation.key_type_policy (key_type, rotation_seconds, grace_seconds, priority, protects, targets, configured_by, configured_at)
select @KeyType, @RotationSeconds, @GraceSeconds, @Priority, @Protects, @Targets, @ConfiguredBy, @now
where not exists (select 1 from keyrotation.key_type_policy where key_type = @KeyType)

-- PolicyLedger.Update
update keyrotation.key_type_policy
set former_seconds = case when rotation_seconds <> @RotationSeconds then rotation_seconds else former_seconds end,
    rotation_seconds = @RotationSeconds, grace_seconds = @GraceSeconds, priority = @Priority, protects = @Protects,
    targets = @Targets, configured_by = @ConfiguredBy, configured_at = @now
where key_type = @KeyType

-- RequestStore.Waiting
select request_id as RequestId, kind as Kind, key_type as KeyType, trigger_name as TriggerName, reason as Reason,
       paused_until as PausedUntil, requested_by as RequestedBy
from keyrotation.request
where taken_at is null
order by requested_at, request_id

-- RequestStore.Answer
update keyrotation.request
set taken_at = @now, outcome = @outcome, detail = @detail, rotation_id = @rotation
where request_id = @id and taken_at is null

-- RestoreStore.Lost
select key_type as KeyType, version as Version, problem as Problem, found_at as FoundAt, given_up_at as GivenUpAt
from keyrotation.lost_version
order by key_type, version

-- RestoreStore.Renew
update keyrotation.store
set incarnation_id = @next, restored_at = @at, consumers_awaited_until = clock_timestamp() + @milliseconds * interval '1 millisecond'
where id = 1 and incarnation_id = @incarnation

-- RestoreStore.IsIncarnation
select count(*) from keyrotation.store where id = 1 and incarnation_id = @incarnation

-- RestoreStore.Insert
insert into keyrotation.key_version (key_type, version, state, kek_id, wrapped_record, check_value, created_at, grace_ends_at, restored_at)
values (@keyType, @version, @state, @kekId, @wrappedRecord, @checkValue, @createdAt, @graceEndsAt, @restoredAt)

-- RestoreStore.Forget
delete from keyrotation.lost_version where key_type = @keyType and version = @version

-- RestoreStore.Note
insert into keyrotation.lost_version (key_type, version, problem, found_at, given_up_at)
values (@keyType, @version, @problem, @foundAt, @givenUpAt)

-- RestoreStore.MarkPending
update keyrotation.key_version set restored_at = @at where state = 'pending' and restored_at is null

-- RestoreStore.GrowEpochs
update keyrotation.key_type set epoch = epoch + 1

-- AttemptedOpens.OfDisabled
select u.key_type as KeyType, u.version as Version, u.attempts as Attempts, u.last_attempt_at as LastAttemptAt, c.name as Name, c.host as Host,
       case when u.last_open_at > v.disabled_at then u.last_open_at end as LastOpenAt
from keyrotation.key_version v
join keyrotation.consumer_usage u on u.key_type = v.key_type and u.version = v.version
join keyrotation.consumer c on c.consumer_id = u.consumer_id
where v.state = 'disabled' and (u.last_attempt_at is not null or u.last_open_at > v.disabled_at)

-- AttemptedOpens.Recent
select u.key_type as KeyType, u.version as Version, u.attempts as Attempts, u.last_attempt_at as LastAttemptAt, c.name as Name, c.host as Host
from keyrotation.consumer_usage u
join keyrotation.consumer c on c.consumer_id = u.consumer_id
where u.last_attempt_at > clock_timestamp() + @milliseconds * interval '1 millisecond'

-- CensusBook.Clock
select clock_timestamp()

-- CensusBook.Begin
insert into keyrotation.census (census_id, key_type, counted_by, begun_at)
values (@id, @keyType, @countedBy, clock_timestamp())

-- CensusBook.BegunAt
select begun_at from keyrotation.census where census_id = @id

-- CensusBook.End
update keyrotation.census set ended_at = clock_timestamp() where census_id = @id and ended_at is null

-- CensusBook.EndedAt
select ended_at from keyrotation.census where census_id = @id

-- CensusBook.InsertTarget
insert into keyrotation.census_target (census_id, target, rows_counted, unreadable, obstacle, detail)
values (@id, @target, @rows, @unreadable, @obstacle, @detail)

-- CensusBook.InsertReference
insert into keyrotation.census_reference (census_id, target, version, ciphertexts)
values (@id, @target, @version, @ciphertexts)

-- CensusBook.Latest
select c.census_id as Id, c.key_type as KeyType, c.counted_by as CountedBy, c.begun_at as BegunAt, c.ended_at as EndedAt
from keyrotation.census c
where c.ended_at is not null
  and not exists (select 1 from keyrotation.census o where o.key_type = c.key_type and (o.ended_at > c.ended_at or (o.ended_at = c.ended_at and o.census_id > c.census_id)))

-- CensusBook.TargetsOf
select target as Target, rows_counted as RowsCounted, unreadable as Unreadable, obstacle as Obstacle, detail as Detail
from keyrotation.census_target
where census_id = @id
order by target

-- CensusBook.ReferencesOf
select target as Target, version as Version, ciphertexts as Ciphertexts
from keyrotation.census_reference
where census_id = @id

-- DisablingReaders.Live
select c.name as Name, c.host as Host, case when a.incarnation_id = s.incarnation_id then a.acknowledged_at end as AcknowledgedAt, a.versions as Versions
from keyrotation.consumer c
cross join keyrotation.store s
left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
where c.signed_off_at is null and c.lease_until > clock_timestamp() and c.registered_at <= @registeredBy
  and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType))
order by c.name, c.host

-- RetirementLook.Clock
select clock_timestamp()

-- RetirementLook.Activations
select number as Number, version as Version, activated_at as ActivatedAt
from keyrotation.activation
where key_type = @keyType
order by number

-- RetirementLook.Latest
select k.activation as Activation, s.incarnation_id as Incarnation, s.restored_at as RestoredAt
from keyrotation.key_type k
cross join keyrotation.store s
where k.name = @keyType

-- RetirementLook.Behind
select b.name as Name, b.host as Host, b.lease_until as LeaseUntil, b.max_offline_seconds as MaxOfflineSeconds
from (
    select c.name, c.host, c.lease_until, c.max_offline_seconds,
           row_number() over (partition by c.max_offline_seconds order by c.lease_until desc) as place
    from keyrotation.consumer c
    cross join keyrotation.store s
    left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
    where c.signed_off_at is null
      and (a.activation is null or a.activation <= @activation or a.incarnation_id <> s.incarnation_id)
      and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType))
) b
where b.place <= @limit
order by b.lease_until desc

-- RetirementLook.AcknowledgedAt
select max(case when a.activation > @activation and a.incarnation_id = s.incarnation_id then a.acknowledged_at else c.signed_off_at end) as LastAt
from keyrotation.consumer c
cross join keyrotation.store s
left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
where c.registered_at <= @registeredBy
  and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType))

-- RetirementLook.OpenRotation
select rotation_id as Id, state as State
from keyrotation.rotation
where key_type = @keyType and ended_at is null

-- RetirementLook.Adoptions
select adoption_id as Id, target as Target
from keyrotation.adoption
where key_type = @keyType and ended_at is null
order by target

-- RetirementLook.HeldClaims
select name as Name
from keyrotation.claim
where expires_at > clock_timestamp() and (name = @rotation or substring(name, 1, 9) = 'adoption:')
order by name

-- RetirementLook.Targets
select name from keyrotation.target where key_type = @keyType and retired_at is null order by name

-- RetirementLook.Quarantined
select key_version as Version, count(*) as Cells
from keyrotation.quarantine
where key_type = @keyType and key_version is not null
group by key_version

-- RetirementLook.Jumps
select instance as Instance, clock as Clock, seen_at as SeenAt, seconds as Seconds
from keyrotation.clock_jump
order by seen_at

-- RetirementStore.QuarantinedCells
select target as Target, row_key as RowKey, column_name as ColumnName, key_version as KeyVersion
from keyrotation.quarantine
where key_type = @keyType and key_version is not null

-- RetirementStore.InsertJump
insert into keyrotation.clock_jump (jump_id, instance, clock, seconds, seen_at)
values (@id, @instance, @clock, @seconds, clock_timestamp())

-- RetirementStore.MarkCompromised
update keyrotation.key_version
set compromised_at = @at, grace_ends_at = case when state = 'grace' then @at else grace_ends_at end
where key_type = @keyType and version = @version and compromised_at is null and state not in ('pending', 'active')

-- VersionEnding.Disable
update keyrotation.key_version
set state = 'disabled', disabled_at = @at
where key_type = @keyType and version = @version and state = 'grace' and grace_ends_at <= @at
  and exists (select 1 from keyrotation.key_type k where k.name = @keyType and k.activation = @activation)
  and exists (select 1 from keyrotation.store i where i.incarnation_id = @incarnation)
  and not exists (select 1 from keyrotation.rotation r where r.key_type = @keyType and r.ended_at is null)
  and not exists (select 1 from keyrotation.adoption d where d.key_type = @keyType and d.ended_at is null)
  and not exists (select 1 from keyrotation.quarantine q where q.key_type = @keyType and q.key_version = @version)
  and not exists (
      select 1
      from keyrotation.consumer c
      cross join keyrotation.store s
      cross join (
          select max(n.number) as number
          from (
              select number from keyrotation.activation where key_type = @keyType and version = @version
              union all
              select 0 from keyrotation.key_version where key_type = @keyType and version = @version and restored_at is not null
          ) n
      ) f
      left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
      where f.number is not null and c.signed_off_at is null and c.lease_until > @quietSince
        and (a.activation is null or a.activation <= f.number or a.incarnation_id <> s.incarnation_id)
        and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads l where l.consumer_id = c.consumer_id and l.key_type = @keyType)))

-- VersionEnding.Retire
update keyrotation.key_version
set state = 'retired', retired_at = @at, wrapped_record = null
where key_type = @keyType and version = @version and state = 'disabled' and disabled_at = @disabledAt
  and not exists (
      select 1
      from keyrotation.consumer_usage u
      where u.key_type = @keyType and u.version = @version and (u.last_attempt_at > @attemptsSince or u.last_open_at > @disabledAt))
  and not exists (
      select 1
      from keyrotation.consumer c
      cross join keyrotation.store s
      left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
      where c.signed_off_at is null and c.lease_until > clock_timestamp() and c.registered_at <= @registeredBy
        and (a.acknowledged_at is null or a.acknowledged_at <= @attemptsSince or a.incarnation_id <> s.incarnation_id)
        and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads l where l.consumer_id = c.consumer_id and l.key_type = @keyType)))
  and exists (select 1 from keyrotation.key_type k where k.name = @keyType and k.activation = @activation)
  and exists (select 1 from keyrotation.store i where i.incarnation_id = @incarnation)
  and not exists (select 1 from keyrotation.rotation r where r.key_type = @keyType and r.ended_at is null)
  and not exists (select 1 from keyrotation.adoption d where d.key_type = @keyType and d.ended_at is null)
  and not exists (select 1 from keyrotation.quarantine q where q.key_type = @keyType and q.key_version = @version)
  and not exists (
      select 1
      from keyrotation.consumer c
      cross join keyrotation.store s
      cross join (
          select max(n.number) as number
          from (
              select number from keyrotation.activation where key_type = @keyType and version = @version
              union all
              select 0 from keyrotation.key_version where key_type = @keyType and version = @version and restored_at is not null
          ) n
      ) f
      left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
      where f.number is not null and c.signed_off_at is null and c.lease_until > @quietSince
        and (a.activation is null or a.activation <= f.number or a.incarnation_id <> s.incarnation_id)
        and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads l where l.consumer_id = c.consumer_id and l.key_type = @keyType)))

-- VersionEnding.BackToGrace
update keyrotation.key_version
set state = 'grace', grace_ends_at = @graceEndsAt, disabled_at = null
where key_type = @keyType and version = @version and state = 'disabled'

-- VersionEnding.GrowEpoch
update keyrotation.key_type set epoch = epoch + 1 where name = @keyType

-- EmergencyOpening.Serialize
update keyrotation.claim set epoch = epoch where name = @claim

-- EmergencyOpening.MarkCompromised
update keyrotation.key_version
set compromised_at = @at, grace_ends_at = case when state = 'grace' then @at else grace_ends_at end
where key_type = @keyType and version = @version and compromised_at is null

-- EmergencyOpening.Supersede
update keyrotation.rotation
set state = 'superseded', ended_at = @at, superseded_by = @by, hold = null, hold_detail = null, hold_until = null
where rotation_id = @id and state = @expected

-- EmergencyOpening.SupersededBy
select rotation_id from keyrotation.rotation where superseded_by = @id

-- EmergencyOpening.TakeClaim
update keyrotation.claim
set epoch = epoch + 1, holder = @holder, expires_at = clock_timestamp()
where name = @name

-- EmergencyOpening.VacateSlot
update keyrotation.claim
set epoch = epoch + 1, expires_at = clock_timestamp()
where name like 'slot:%' and holder = @holder and expires_at > clock_timestamp()

-- KeyVersionChanges.Insert
insert into keyrotation.key_version (key_type, version, state, kek_id, wrapped_record, check_value, created_at)
values (@KeyType, @Version, @State, @KekId, @WrappedRecord, @CheckValue, @CreatedAt)

-- KeyVersionChanges.SendPredecessorToGrace
update keyrotation.key_version
set state = 'grace', grace_ends_at = case when compromised_at is null then @graceEndsAt else @at end
where key_type = @keyType and state = 'active' and version <> @version

-- KeyVersionChanges.MakeActive
update keyrotation.key_version
set state = 'active', activated_at = coalesce(activated_at, @at), grace_ends_at = null, settles_at = null
where key_type = @keyType and version = @version and (state = 'pending' or state = 'grace' and compromised_at is null)

-- KeyVersionChanges.Disable
update keyrotation.key_version
set state = 'disabled', disabled_at = @at
where key_type = @keyType and version = @version and state = 'pending'

-- KeyVersionChanges.Settle
update keyrotation.key_version
set settles_at = @settlesAt
where key_type = @keyType and version = @version and state <> 'active' and settles_at is null

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

-- RotationCounts.Ended
select state as State, failed_in as FailedIn, started_at as StartedAt, ended_at as EndedAt
from keyrotation.rotation
where ended_at >= @from and ended_at < @until

-- RotationCounts.OpenOrEnded
select state as State, failed_in as FailedIn, started_at as StartedAt, ended_at as EndedAt
from keyrotation.rotation
where ended_at is null or (ended_at >= @from and ended_at < @until)

-- RotationOpening.Insert
insert into keyrotation.rotation (rotation_id, key_type, state, trigger_name, priority, requested_by, reason, scheduled_at,
    not_before, outside_window, attempts, trace_parent)
select @RotationId, @KeyType, @State, @TriggerName, @Priority, @RequestedBy, @Reason, @ScheduledAt, @NotBefore, @OutsideWindow, 0, @TraceParent
where not exists (select 1 from keyrotation.rotation where key_type = @KeyType and ended_at is null)
  and @seenActive in (-1, coalesce((select max(version) from keyrotation.key_version where key_type = @KeyType and state = 'active'), 0))

-- RotationOpening.ActiveVersion
select coalesce(max(version), 0) from keyrotation.key_version where key_type = @keyType and state = 'active'

-- RotationQueries.ById
select rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
       priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
       outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
       ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
       next_attempt_at as NextAttemptAt, hold_detail as HoldDetail, hold_until as HoldUntil, propagating_since as PropagatingSince,
       batch_size as BatchSize, pace as Pace, superseded_by as SupersededBy,
       rollback_by as RollbackBy, rollback_reason as RollbackReason, rollback_at as RollbackAt, reactivated_at as ReactivatedAt,
       trace_parent as TraceParent from keyrotation.rotation where rotation_id = @id

-- RotationQueries.OpenByKeyType
select rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
       priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
       outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
       ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
       next_attempt_at as NextAttemptAt, hold_detail as HoldDetail, hold_until as HoldUntil, propagating_since as PropagatingSince,
       batch_size as BatchSize, pace as Pace, superseded_by as SupersededBy,
       rollback_by as RollbackBy, rollback_reason as RollbackReason, rollback_at as RollbackAt, reactivated_at as ReactivatedAt,
       trace_parent as TraceParent from keyrotation.rotation where key_type = @keyType and ended_at is null

-- RotationQueries.AllOpen
select rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
       priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
       outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
       ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
       next_attempt_at as NextAttemptAt, hold_detail as HoldDetail, hold_until as HoldUntil, propagating_since as PropagatingSince,
       batch_size as BatchSize, pace as Pace, superseded_by as SupersededBy,
       rollback_by as RollbackBy, rollback_reason as RollbackReason, rollback_at as RollbackAt, reactivated_at as ReactivatedAt,
       trace_parent as TraceParent from keyrotation.rotation where ended_at is null order by scheduled_at

-- RotationQueries.Filtered
select  rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
       priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
       outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
       ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
       next_attempt_at as NextAttemptAt, hold_detail as HoldDetail, hold_until as HoldUntil, propagating_since as PropagatingSince,
       batch_size as BatchSize, pace as Pace, superseded_by as SupersededBy,
       rollback_by as RollbackBy, rollback_reason as RollbackReason, rollback_at as RollbackAt, reactivated_at as ReactivatedAt,
       trace_parent as TraceParent
from keyrotation.rotation
where (@keyType is null or key_type = @keyType)
  and (@open is null or (@open = 1 and ended_at is null) or (@open = 0 and ended_at is not null))
  and scheduled_at <= @beforeAt and (scheduled_at < @beforeAt or rotation_id < @beforeId)
order by scheduled_at desc, rotation_id desc
limit @limit

-- RotationStore.Update
update keyrotation.rotation
set state = @State, outcome = @Outcome, from_version = @FromVersion, to_version = @ToVersion,
    started_at = @StartedAt, ended_at = @EndedAt, hold = @Hold, failed_in = @FailedIn, last_error = @LastError,
    attempts = @Attempts, next_attempt_at = @NextAttemptAt, hold_detail = @HoldDetail, hold_until = @HoldUntil,
    propagating_since = @PropagatingSince, reactivated_at = @ReactivatedAt
where rotation_id = @RotationId and state = @expected and @formerPriority in ('', priority)

-- RotationStore.Priority
select priority from keyrotation.rotation where rotation_id = @id

-- RotationStore.Escalate
update keyrotation.rotation
set priority = @priority, trigger_name = @trigger, reason = @reason, outside_window = @outsideWindow, attempts = 0, next_attempt_at = null,
    propagating_since = @propagatingSince, hold = null, hold_detail = null, hold_until = null, trace_parent = @traceParent
where rotation_id = @id and state = @expected and priority = @former

-- RotationStore.Adjust
update keyrotation.rotation
set batch_size = @batchSize, pace = @pace
where rotation_id = @id and ended_at is null

-- RotationStore.NoteRollback
update keyrotation.rotation
set rollback_by = @by, rollback_reason = @reason, rollback_at = @at, outside_window = 1
where rotation_id = @id

-- RotationStore.UpdateHold
update keyrotation.rotation
set hold = @hold, hold_detail = @detail, hold_until = @until
where rotation_id = @id and state = @state and priority = @priority and ended_at is null

-- RotationStore.OutsideWindow
update keyrotation.rotation
set outside_window = 1, next_attempt_at = null, hold = null, hold_detail = null, hold_until = null
where rotation_id = @id and ended_at is null

-- SlotStore.Take
update keyrotation.claim
set holder = @holder, epoch = epoch + 1, expires_at = clock_timestamp() + @milliseconds * interval '1 millisecond'
where name = @name and (expires_at <= clock_timestamp() or holder = @holder)

-- SlotStore.TakeNew
insert into keyrotation.claim (name, holder, epoch, expires_at)
select @name, @holder, 1, clock_timestamp() + @milliseconds * interval '1 millisecond'
where not exists (select 1 from keyrotation.claim where name = @name)

-- SlotStore.Epoch
select epoch from keyrotation.claim where name = @name

-- SlotStore.Renew
update keyrotation.claim
set expires_at = clock_timestamp() + @milliseconds * interval '1 millisecond'
where name like 'slot:%' and holder = @holder and expires_at > clock_timestamp()

-- SlotStore.GiveBack
update keyrotation.claim
set expires_at = clock_timestamp()
where name = @name and holder = @holder and epoch = @epoch
  and not exists (select 1 from keyrotation.migration_range where work_id = @workId and finished_at is null and claimed_until > clock_timestamp())

-- SlotStore.TakeOver
update keyrotation.claim
set holder = @holder, epoch = epoch + 1, expires_at = clock_timestamp() + @milliseconds * interval '1 millisecond'
where name = @name and holder = @former and expires_at > clock_timestamp()

-- SlotStore.TakeRotation
update keyrotation.claim
set holder = @by, epoch = epoch + 1, expires_at = clock_timestamp()
where name = @name

-- SlotStore.SendBack
update keyrotation.rotation
set hold = @hold, hold_detail = @detail, hold_until = @until
where rotation_id = @id and ended_at is null and priority <> 'emergency'

-- SchemaJournal.Scripts
select scriptname from keyrotation.schema_version order by scriptname

-- SchemaMigrator.MissingRoles
select name from keyrotation.missing_role order by name

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

-- TargetClock.Clock
select clock_timestamp()

-- TargetPlaces.OfKeyType
select name as Name, database_identity as DatabaseIdentity, table_name as TableName, history_table as HistoryTable
from keyrotation.target
where key_type = @keyType and retired_at is null
order by name

-- TargetPlaces.OfTarget
select name as Name, database_identity as DatabaseIdentity, table_name as TableName, history_table as HistoryTable
from keyrotation.target
where name = @name

-- TargetPlaces.Set
update keyrotation.target
set database_identity = @Database, table_name = @Table, history_table = @History
where name = @Target

-- TargetRegistry.Names
select name from keyrotation.target where key_type = @keyType and retired_at is null order by name

-- TargetRegistry.All
select name as Name, key_type as KeyType, columns as Columns, database_identity as DatabaseIdentity, table_name as TableName, history_table as HistoryTable,
    registered_at as RegisteredAt, retired_at as RetiredAt
from keyrotation.target
order by key_type, name

-- TargetRegistry.ByName
select name as Name, key_type as KeyType, context_columns as ContextColumns, columns as Columns, retired_at as RetiredAt
from keyrotation.target
where name = @name

-- TargetRegistry.Insert
insert into keyrotation.target (name, key_type, context_columns, columns, registered_at)
values (@Name, @KeyType, @ContextColumns, @Columns, @now)

-- TargetRegistry.LockKeyType
update keyrotation.key_type set epoch = epoch where name = @keyType

-- TargetRegistry.Retire
update keyrotation.target set retired_at = @now where name = @name and retired_at is null

-- TargetRegistry.Return
update keyrotation.target set retired_at = null where name = @name and retired_at is not null

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
select case when pg_try_advisory_lock(hashtext('keyrotation schema')) then 1 else 0 end

-- Dialect.ReadCommittedVersions
select 1

-- Dialect.ReadersWaitForWriters
select null where 1 = 0

-- Dialect.RefuseHiddenRows
set local row_security = off

-- Dialect.Quarantine
insert into keyrotation.quarantine (quarantine_id, work_id, key_type, target, row_key, column_name, key_version, reason, recorded_at)
select c.id, @WorkId, @KeyType, @Target, c.row_key, c.column_name, c.key_version, c.reason, @CheckpointAt
from json_to_recordset(cast(@cells as json)) as c(id uuid, row_key text, column_name text, key_version bigint, reason text)
where not exists (
    select 1 from keyrotation.quarantine as q
    where q.work_id = @WorkId and q.target = @Target and q.row_key = c.row_key and q.column_name = c.column_name)

-- Dialect.OldTransactions
select case when a.xact_start is null and a.backend_xid is null then 'unseen' else 'open' end as Kind,
       'session ' || a.pid || coalesce(' of ' || a.usename, '') || coalesce(', transaction since ' || to_char(a.xact_start at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '') as Description
from pg_catalog.pg_stat_activity a
where a.datname = current_database() and a.pid <> pg_backend_pid()
  and coalesce(a.backend_type, '') not in ('autovacuum worker', 'walsender')
  and (a.xact_start <= clock_timestamp() - @ageSeconds * interval '1 second'
    or (a.query = '<insufficient privilege>' and a.xact_start is null))
union all
select 'open', 'prepared transaction ' || p.gid || ' of ' || p.owner
from pg_catalog.pg_prepared_xacts p
where p.database = current_database()

-- Dialect.CreateSchema
create schema if not exists keyrotation

-- Dialect.ProvideRoles
select keyrotation.provide_roles()

-- Dialect.SignalEmergency
select pg_notify('keyrotation_emergency', @keyType)

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

-- TableInspector.History
select null where 1 = 0

-- TableInspector.RowFilters
select 'row level security' || coalesce(' by policy ' || string_agg(p.polname::text, ', ' order by p.polname), ' without a policy')
from (select to_regclass(@table) as oid) t
left join pg_policy p on p.polrelid = t.oid
where row_security_active(t.oid)
group by t.oid

-- Target.EstimateRows
select cast(case when c.reltuples > 1000000 then c.reltuples else (select count(*) from "app"."oauth_tokens") end as bigint)
from pg_catalog.pg_class c
where c.oid = '"app"."oauth_tokens"'::regclass

-- Target.Boundaries
select "tenant", "name"
from (select "tenant", "name", cast(row_number() over (order by "tenant", "name") as bigint) as row_at, cast(count(*) over () as bigint) as row_total from "app"."oauth_tokens") as sampled
where row_at < row_total and (row_at * @parts) / row_total > ((row_at - 1) * @parts) / row_total
order by "tenant", "name"

-- Target.Boundaries, from a sample
select "tenant", "name"
from (select "tenant", "name", cast(row_number() over (order by "tenant", "name") as bigint) as row_at, cast(count(*) over () as bigint) as row_total from "app"."oauth_tokens" tablesample system (0.5)) as sampled
where row_at < row_total and (row_at * @parts) / row_total > ((row_at - 1) * @parts) / row_total
order by "tenant", "name"

-- Target.Read
select "tenant", "name", "tenant", "secret", "note" from "app"."oauth_tokens" order by "tenant", "name" limit @limit

-- Target.Read, behind
select "tenant", "name", "tenant", "secret", "note" from "app"."oauth_tokens" where ("tenant", "name") > (cast(@after0 as bigint), cast(@after1 as varchar(100))) order by "tenant", "name" limit @limit

-- Target.Read, up to
select "tenant", "name", "tenant", "secret", "note" from "app"."oauth_tokens" where ("tenant", "name") <= (cast(@through0 as bigint), cast(@through1 as varchar(100))) order by "tenant", "name" limit @limit

-- Target.Read, between
select "tenant", "name", "tenant", "secret", "note" from "app"."oauth_tokens" where ("tenant", "name") > (cast(@after0 as bigint), cast(@after1 as varchar(100))) and ("tenant", "name") <= (cast(@through0 as bigint), cast(@through1 as varchar(100))) order by "tenant", "name" limit @limit

-- Target.CountFirst
select "tenant", "name", case when extract(epoch from "expires_at") <= extract(epoch from clock_timestamp() - interval '24 hours') then 1 else 0 end, substring("secret" from 1 for 12), left("note"::text, 20) from "app"."oauth_tokens" order by "tenant", "name" limit @limit

-- Target.CountNext
select "tenant", "name", case when extract(epoch from "expires_at") <= extract(epoch from clock_timestamp() - interval '24 hours') then 1 else 0 end, substring("secret" from 1 for 12), left("note"::text, 20) from "app"."oauth_tokens" where ("tenant", "name") > (cast(@after0 as bigint), cast(@after1 as varchar(100))) order by "tenant", "name" limit @limit

-- Target.CountHistoryFirst
select "id", case when extract(epoch from "expires_at") <= extract(epoch from clock_timestamp() - interval '24 hours') then 1 else 0 end, substring("secret" from 1 for 12), left("note"::text, 20) from "app"."oauth_tokens_history" order by "id" limit @limit

-- Target.CountHistoryNext
select "id", case when extract(epoch from "expires_at") <= extract(epoch from clock_timestamp() - interval '24 hours') then 1 else 0 end, substring("secret" from 1 for 12), left("note"::text, 20) from "app"."oauth_tokens_history" where ("id") > (cast(@after0 as bigint)) order by "id" limit @limit

-- Target.WriteBack
update "app"."oauth_tokens" as t
set "secret" = u.n0, "note" = u.n1
from unnest(cast(@k0 as bigint[]), cast(@k1 as varchar(100)[]), @o0, @n0, @o1, @n1, cast(@c0 as bigint[]), cast(@c1 as nvarchar(100)[])) as u(k0, k1, o0, n0, o1, n1, c0, c1)
where t."tenant" = u.k0 and t."name" = u.k1
  and t."secret" is not distinct from u.o0
  and t."note"::text collate "C" is not distinct from u.o1 collate "C"
  and t."tenant" = u.c0
  and t."name"::text collate "C" = u.c1::text collate "C"

-- Target.EstimateRows, adopting
select cast(case when c.reltuples > 1000000 then c.reltuples else (select count(*) from "app"."oauth_tokens") end as bigint)
from pg_catalog.pg_class c
where c.oid = '"app"."oauth_tokens"'::regclass

-- Target.Boundaries, adopting
select "tenant", "name"
from (select "tenant", "name", cast(row_number() over (order by "tenant", "name") as bigint) as row_at, cast(count(*) over () as bigint) as row_total from "app"."oauth_tokens") as sampled
where row_at < row_total and (row_at * @parts) / row_total > ((row_at - 1) * @parts) / row_total
order by "tenant", "name"

-- Target.Boundaries, from a sample, adopting
select "tenant", "name"
from (select "tenant", "name", cast(row_number() over (order by "tenant", "name") as bigint) as row_at, cast(count(*) over () as bigint) as row_total from "app"."oauth_tokens" tablesample system (0.5)) as sampled
where row_at < row_total and (row_at * @parts) / row_total > ((row_at - 1) * @parts) / row_total
order by "tenant", "name"

-- Target.Read, adopting
select "tenant", "name", "tenant", "secret", "note", "plain", "raw" from "app"."oauth_tokens" order by "tenant", "name" limit @limit

-- Target.Read, behind, adopting
select "tenant", "name", "tenant", "secret", "note", "plain", "raw" from "app"."oauth_tokens" where ("tenant", "name") > (cast(@after0 as bigint), cast(@after1 as varchar(100))) order by "tenant", "name" limit @limit

-- Target.Read, up to, adopting
select "tenant", "name", "tenant", "secret", "note", "plain", "raw" from "app"."oauth_tokens" where ("tenant", "name") <= (cast(@through0 as bigint), cast(@through1 as varchar(100))) order by "tenant", "name" limit @limit

-- Target.Read, between, adopting
select "tenant", "name", "tenant", "secret", "note", "plain", "raw" from "app"."oauth_tokens" where ("tenant", "name") > (cast(@after0 as bigint), cast(@after1 as varchar(100))) and ("tenant", "name") <= (cast(@through0 as bigint), cast(@through1 as varchar(100))) order by "tenant", "name" limit @limit

-- Target.WriteBack, adopting
update "app"."oauth_tokens" as t
set "secret" = u.n0, "note" = u.n1
from unnest(cast(@k0 as bigint[]), cast(@k1 as varchar(100)[]), @o0, @n0, @o1, @n1, @s0, @s1, cast(@c0 as bigint[]), cast(@c1 as nvarchar(100)[])) as u(k0, k1, o0, n0, o1, n1, s0, s1, c0, c1)
where t."tenant" = u.k0 and t."name" = u.k1
  and t."secret" is not distinct from u.o0
  and t."note"::text collate "C" is not distinct from u.o1 collate "C"
  and t."plain"::text collate "C" is not distinct from u.s0 collate "C"
  and t."raw" is not distinct from u.s1
  and t."tenant" = u.c0
  and t."name"::text collate "C" = u.c1::text collate "C"

