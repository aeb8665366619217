using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Consumers;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Consumers;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Migration;
using KeyRotation.Storage.Targets;

namespace KeyRotation.Storage.Rotations;

/// <summary>Rotations in the control store.</summary>
internal sealed class RotationStore(ControlStore store, RotationCounts counts) : IRotationStore
{
    private readonly RotationQueries _queries = new(store);

    private static readonly Statement Update = new(
        """
        update keyrotation.rotation
        set state = @State, outcome = @Outcome, from_version = @FromVersion, to_version = @ToVersion,
            started_at = @StartedAt, ended_at = @EndedAt, hold = @Hold, failed_in = @FailedIn, last_error = @LastError,
            attempts = @Attempts, next_attempt_at = @NextAttemptAt, hold_detail = @HoldDetail, hold_until = @HoldUntil,
            propagating_since = @PropagatingSince, reactivated_at = @ReactivatedAt
        where rotation_id = @RotationId and state = @expected and @formerPriority in ('', priority)
        """);

    private static readonly Statement Priority = new("select priority from keyrotation.rotation where rotation_id = @id");

    internal static readonly Statement Escalate = new(
        """
        update keyrotation.rotation
        set priority = @priority, trigger_name = @trigger, reason = @reason, outside_window = @outsideWindow, attempts = 0, next_attempt_at = null,
            propagating_since = @propagatingSince, hold = null, hold_detail = null, hold_until = null, trace_parent = @traceParent
        where rotation_id = @id and state = @expected and priority = @former
        """);

    private static readonly Statement Adjust = new(
        """
        update keyrotation.rotation
        set batch_size = @batchSize, pace = @pace
        where rotation_id = @id and ended_at is null
        """);

    private static readonly Statement NoteRollback = new(
        """
        update keyrotation.rotation
        set rollback_by = @by, rollback_reason = @reason, rollback_at = @at, outside_window = 1
        where rotation_id = @id
        """);

    private static readonly Statement UpdateHold = new(
        """
        update keyrotation.rotation
        set hold = @hold, hold_detail = @detail, hold_until = @until
        where rotation_id = @id and state = @state and priority = @priority and ended_at is null
        """);

    private static readonly Statement OutsideWindow = new(
        """
        update keyrotation.rotation
        set outside_window = 1, next_attempt_at = null, hold = null, hold_detail = null, hold_until = null
        where rotation_id = @id and ended_at is null
        """);

    public Task<OpenedRotation> OpenAsync(Rotation rotation, AuditEvent opened, int? seenActive, CancellationToken cancellationToken) =>
        new RotationOpening(store).RunAsync(rotation, opened, seenActive, cancellationToken);

    public Task<Rotation?> FindAsync(RotationId id, CancellationToken cancellationToken) => _queries.FindAsync(id, cancellationToken);

    public Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken) => _queries.FindOpenAsync(keyType, cancellationToken);

    public Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken) => _queries.ListOpenAsync(cancellationToken);

    public Task<IReadOnlyList<Rotation>> ListAsync(RotationFilter filter, CancellationToken cancellationToken) => _queries.ListAsync(filter, cancellationToken);

    public Task<RotationTotals> TotalsAsync(CancellationToken cancellationToken) => counts.TotalsAsync(cancellationToken);

    public Task ChangeAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, @event, session => ReplaceAsync(session, current, next), cancellationToken);

    public Task CompleteAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<TargetPlace> targets, AuditEvent @event, CancellationToken cancellationToken)
    {
        var events = new List<AuditEvent>();
        return store.CommitAsync(fence, @event.EventId, events, async session =>
        {
            events.Clear();
            events.Add(@event);
            // Asked once more, inside the transaction: a node with one target more may have started since the step looked.
            var missing = (await TargetPlaces.ListAsync(session, current.KeyType).ConfigureAwait(false))
                .Where(entry => !targets.Any(place => place.Target == entry.Name && !place.IsElsewhereThan(entry.Place)))
                .Select(entry => entry.Name).ToArray();
            if (missing.Length > 0)
                throw new TargetsMissingException(missing);
            await ReplaceAsync(session, current, next).ConfigureAwait(false);
            // Every ciphertext opened: what former work could not open was repaired or deleted since, and names no version any more.
            if (next.Outcome == RotationOutcome.Success && await MigrationStore.ForgetFormerQuarantineAsync(session, current).ConfigureAwait(false) is > 0 and var cells)
                events.Add(RotationEvents.FormerQuarantineCleared(next, cells, next.EndedAt!.Value));
            return 0;
        }, cancellationToken);
    }

    public Task CreateVersionAsync(Fence fence, Rotation current, Rotation next, KeyVersion version, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, @event, async session =>
        {
            await ReplaceAsync(session, current, next).ConfigureAwait(false);
            await KeyVersionChanges.InsertAsync(session, version).ConfigureAwait(false);
        }, cancellationToken);

    public Task<long> ActivateAsync(Fence fence, Rotation current, Rotation next, Activation activation, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, [@event], async session =>
        {
            // Asked once more, inside the transaction: a consumer may have come back since the step looked.
            var missing = await LiveConsumers.NotHoldingAsync(session, current.KeyType, activation.Version, activation.CheckValue).ConfigureAwait(false);
            missing = [.. missing.Except(activation.Without)];
            if (missing.Count > 0)
                throw new ConsumersMissingException(missing);
            await ReplaceAsync(session, current, next).ConfigureAwait(false);
            return await KeyVersionChanges.ActivateAsync(session, next, activation).ConfigureAwait(false);
        }, cancellationToken);

    public Task SettleAsync(Fence fence, Rotation current, IReadOnlyList<int> versions, DateTimeOffset settlesAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, [.. versions.Select(version => RotationEvents.Settled(current, version, settlesAt, now))], async session =>
        {
            foreach (var version in versions)
                await KeyVersionChanges.SettleAsync(session, current.KeyType, version, settlesAt).ConfigureAwait(false);
            return 0;
        }, cancellationToken);

    public Task RetryAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<string>? targets, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, events, async session =>
        {
            await ReplaceAsync(session, current, next).ConfigureAwait(false);
            await MigrationStore.ForgetSweepsAsync(session, current.Id.Value, targets).ConfigureAwait(false);
            return 0;
        }, cancellationToken);

    public Task BeginRollbackAsync(Fence fence, Rotation current, Rotation next, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, events, async session =>
        {
            await ReplaceAsync(session, current, next).ConfigureAwait(false);
            var order = next.Rollback!;
            await session.ExecuteAsync(NoteRollback, new { id = (Uid)current.Id.Value, by = order.By, reason = order.Reason, at = (Instant)order.At }).ConfigureAwait(false);
            await MigrationStore.BeginRollbackAsync(session, current.Id.Value).ConfigureAwait(false);
            return 0;
        }, cancellationToken);

    public Task CancelAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken)
    {
        var events = new List<AuditEvent>();
        return store.CommitAsync(fence, @event.EventId, events, async session =>
        {
            events.Clear();
            events.Add(@event);
            await ReplaceAsync(session, current, next).ConfigureAwait(false);
            // Raised to an emergency since it was looked at, it is another rotation than the one that was to be cancelled.
            if (await session.QuerySingleAsync<string>(Priority, new { id = (Uid)current.Id.Value }).ConfigureAwait(false) != current.Priority.ToSnakeCase())
                throw new RotationMovedException(current.Id, current.State);
            if (current.ToVersion is { } version && await KeyVersionChanges.DisablePendingAsync(session, current.KeyType, version, next.EndedAt!.Value).ConfigureAwait(false))
                events.Add(RotationEvents.PendingDisabled(current, version, next.EndedAt!.Value, @event.Actor));
            return 0;
        }, cancellationToken);
    }

    public Task EscalateAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(null, @event, async session =>
        {
            if (await session.ExecuteAsync(Escalate, EscalationOf(current, next)).ConfigureAwait(false) != 1)
                throw new RotationMovedException(current.Id, current.State);
        }, cancellationToken);

    public Task<EmergencyOpened> OpenEmergencyAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken) =>
        new EmergencyOpening(store).RunAsync(request, rotation, cancellationToken);

    public Task AdjustAsync(Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(null, @event, async session =>
        {
            if (await session.ExecuteAsync(Adjust, new { id = (Uid)current.Id.Value, batchSize = next.BatchSize, pace = next.Pace }).ConfigureAwait(false) != 1)
                throw new RotationEndedException(current.Id);
        }, cancellationToken);

    public Task AllowOutsideWindowAsync(RotationId id, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(null, @event, async session =>
        {
            if (await session.ExecuteAsync(OutsideWindow, new { id = (Uid)id.Value }).ConfigureAwait(false) != 1)
                throw new RotationEndedException(id);
        }, cancellationToken);

    public Task NoteHoldAsync(Rotation rotation, RotationHold? hold, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(
            session => session.ExecuteAsync(UpdateHold, new
            {
                id = (Uid)rotation.Id.Value,
                state = rotation.State.ToSnakeCase(),
                priority = rotation.Priority.ToSnakeCase(),
                hold = hold?.Hold.ToSnakeCase(),
                detail = hold?.Detail,
                until = (Instant?)hold?.Until,
            }), cancellationToken);

    private static async Task ReplaceAsync(Session session, Rotation current, Rotation next)
    {
        RotationTransitions.Require(current.State, next.State);
        var row = RotationRow.Of(next);
        var parameters = new
        {
            row.RotationId,
            row.State,
            row.Outcome,
            row.FromVersion,
            row.ToVersion,
            row.StartedAt,
            row.EndedAt,
            row.Hold,
            row.FailedIn,
            row.LastError,
            row.Attempts,
            row.NextAttemptAt,
            row.HoldDetail,
            row.HoldUntil,
            row.PropagatingSince,
            row.ReactivatedAt,
            expected = current.State.ToSnakeCase(),
            // What is put off or fails must not be raised meanwhile: an emergency begins its attempts anew.
            formerPriority = next.State == current.State || next.State == RotationState.Failed ? current.Priority.ToSnakeCase() : "",
        };
        if (await session.ExecuteAsync(Update, parameters).ConfigureAwait(false) != 1)
            throw new RotationMovedException(current.Id, current.State);
        // Whichever node still has a batch of the former state in hand commits it no more.
        if (next.State != current.State && RotationStates.Migrates(current.State))
            await RangeClaims.RevokeAsync(session, current.Id.Value).ConfigureAwait(false);
    }

    internal static object EscalationOf(Rotation current, Rotation next) => new
    {
        id = (Uid)current.Id.Value,
        expected = current.State.ToSnakeCase(),
        // An emergency that took it meanwhile is not lowered again.
        former = current.Priority.ToSnakeCase(),
        priority = next.Priority.ToSnakeCase(),
        trigger = next.Trigger.ToSnakeCase(),
        reason = next.Reason,
        outsideWindow = next.OutsideWindow ? 1 : 0,
        propagatingSince = (Instant?)next.PropagatingSince,
        traceParent = next.TraceParent,
    };
}
