using System.Data.Common;
using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Consumers;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Consumers;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Rotations;

/// <summary>Rotations in the control store.</summary>
internal sealed class RotationStore(ControlStore store) : IRotationStore
{
    private const string Columns =
        """
        rotation_id as RotationId, key_type as KeyType, state as State, outcome as Outcome, trigger_name as TriggerName,
               priority as Priority, requested_by as RequestedBy, reason as Reason, scheduled_at as ScheduledAt, not_before as NotBefore,
               outside_window as OutsideWindow, from_version as FromVersion, to_version as ToVersion, started_at as StartedAt,
               ended_at as EndedAt, hold as Hold, failed_in as FailedIn, last_error as LastError, attempts as Attempts,
               next_attempt_at as NextAttemptAt, hold_detail as HoldDetail, hold_until as HoldUntil, propagating_since as PropagatingSince,
               batch_size as BatchSize, pace as Pace, superseded_by as SupersededBy
        """;

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.rotation (rotation_id, key_type, state, trigger_name, priority, requested_by, reason, scheduled_at,
            not_before, outside_window, attempts)
        select @RotationId, @KeyType, @State, @TriggerName, @Priority, @RequestedBy, @Reason, @ScheduledAt, @NotBefore, @OutsideWindow, 0
        where not exists (select 1 from keyrotation.rotation where key_type = @KeyType and ended_at is null)
        """);

    private static readonly Statement ById = new($"select {Columns} from keyrotation.rotation where rotation_id = @id");

    private static readonly Statement OpenByKeyType = new($"select {Columns} from keyrotation.rotation where key_type = @keyType and ended_at is null");

    private static readonly Statement AllOpen = new($"select {Columns} from keyrotation.rotation where ended_at is null order by scheduled_at");

    private static readonly Statement Update = new(
        """
        update keyrotation.rotation
        set state = @State, outcome = @Outcome, from_version = @FromVersion, to_version = @ToVersion,
            started_at = @StartedAt, ended_at = @EndedAt, hold = @Hold, failed_in = @FailedIn, last_error = @LastError,
            attempts = @Attempts, next_attempt_at = @NextAttemptAt, hold_detail = @HoldDetail, hold_until = @HoldUntil,
            propagating_since = @PropagatingSince
        where rotation_id = @RotationId and state = @expected
        """);

    internal static readonly Statement Escalate = new(
        """
        update keyrotation.rotation
        set priority = @priority, trigger_name = @trigger, reason = @reason, outside_window = @outsideWindow, next_attempt_at = null
        where rotation_id = @id and state = @expected and priority = @former
        """);

    private static readonly Statement Adjust = new(
        """
        update keyrotation.rotation
        set batch_size = @batchSize, pace = @pace
        where rotation_id = @id and ended_at is null
        """);

    // Ids are made in the order of time, but SQL Server sorts them otherwise: the time decides, the id only between equals. The
    // next page is a statement of its own: PostgreSQL cannot tell the type of a parameter that is only ever null.
    private const string BehindThatOne =
        """

          and (scheduled_at < (select b.scheduled_at from keyrotation.rotation b where b.rotation_id = @before)
            or (scheduled_at = (select b.scheduled_at from keyrotation.rotation b where b.rotation_id = @before) and rotation_id < @before))
        """;

    private static readonly Statement FirstPage = Page("");
    private static readonly Statement NextPage = Page(BehindThatOne);

    private static readonly Statement Completed = new(
        "select started_at as StartedAt, ended_at as EndedAt from keyrotation.rotation where state = 'completed' and started_at is not null");

    private static readonly Statement Counts = new(
        """
        select count(*) as Scheduled, coalesce(sum(case when state = 'failed' or (failed_in is not null and state <> 'completed') then 1 else 0 end), 0) as Failed
        from keyrotation.rotation
        """);

    private static readonly Statement UpdateHold = new(
        """
        update keyrotation.rotation
        set hold = @hold, hold_detail = @detail, hold_until = @until
        where rotation_id = @id and ended_at is null
        """);

    private static readonly Statement OutsideWindow = new(
        """
        update keyrotation.rotation
        set outside_window = 1
        where rotation_id = @id and ended_at is null
        """);

    public async Task<OpenedRotation> OpenAsync(Rotation rotation, AuditEvent opened, CancellationToken cancellationToken)
    {
        try
        {
            return await store.CommitAsync(null, [opened], async session =>
                await session.ExecuteAsync(Insert, RotationRow.Of(rotation)).ConfigureAwait(false) == 1
                    ? new OpenedRotation(true, rotation.Id)
                    : throw new AlreadyOpenException(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is AlreadyOpenException || (refused is DbException violation && store.Database.Dialect.IsUniqueViolation(violation)))
        {
            // The transaction is rolled back, its audit event with it: nothing was opened.
            var open = await FindOpenAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
            if (open is null && await FindAsync(rotation.Id, cancellationToken).ConfigureAwait(false) is { } ended)
                // A request that is carried out twice: its rotation was opened by the first, and has ended since.
                return new OpenedRotation(true, ended.Id);
            return open is null
                ? await OpenAsync(rotation, opened, cancellationToken).ConfigureAwait(false)
                // Our own: the reply to its COMMIT was lost.
                : new OpenedRotation(open.Id == rotation.Id, open.Id);
        }
    }

    public Task<Rotation?> FindAsync(RotationId id, CancellationToken cancellationToken) => FindOneAsync(ById, new { id = (Uid)id.Value }, cancellationToken);

    public Task<Rotation?> FindOpenAsync(string keyType, CancellationToken cancellationToken) => FindOneAsync(OpenByKeyType, new { keyType }, cancellationToken);

    public Task<IReadOnlyList<Rotation>> ListOpenAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<Rotation>>(async session =>
        {
            var rows = await session.QueryAsync<RotationRow>(AllOpen).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToRotation())];
        }, cancellationToken);

    public Task ChangeAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, @event, session => ReplaceAsync(session, current, next), cancellationToken);

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

    public Task CancelAsync(Fence fence, Rotation current, Rotation next, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, @event, async session =>
        {
            await ReplaceAsync(session, current, next).ConfigureAwait(false);
            if (current.ToVersion is { } version)
                await KeyVersionChanges.DisablePendingAsync(session, current.KeyType, version, next.EndedAt!.Value).ConfigureAwait(false);
        }, cancellationToken);

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

    public Task<IReadOnlyList<Rotation>> ListAsync(RotationFilter filter, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<Rotation>>(async session =>
        {
            var open = filter.IsOpen is { } isOpen ? isOpen ? 1 : 0 : (int?)null;
            var rows = filter.Before is { } before
                ? await session.QueryAsync<RotationRow>(NextPage, new { keyType = filter.KeyType, open, before = (Uid)before.Value, limit = filter.Limit }).ConfigureAwait(false)
                : await session.QueryAsync<RotationRow>(FirstPage, new { keyType = filter.KeyType, open, limit = filter.Limit }).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToRotation())];
        }, cancellationToken);

    public Task<RotationTotals> TotalsAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync(async session =>
        {
            var durations = await session.QueryAsync<CompletedRow>(Completed).ConfigureAwait(false);
            var counts = await session.QuerySingleAsync<CountsRow>(Counts).ConfigureAwait(false);
            return new RotationTotals(counts.Scheduled, durations.Count, counts.Failed,
                durations.Count == 0 ? null : durations.Average(row => ((DateTimeOffset)row.EndedAt - row.StartedAt).TotalSeconds));
        }, cancellationToken);

    public Task AllowOutsideWindowAsync(RotationId id, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(null, @event, async session =>
        {
            if (await session.ExecuteAsync(OutsideWindow, new { id = (Uid)id.Value }).ConfigureAwait(false) != 1)
                throw new RotationEndedException(id);
        }, cancellationToken);

    public Task NoteHoldAsync(RotationId id, RotationHold? hold, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(
            session => session.ExecuteAsync(UpdateHold, new { id = (Uid)id.Value, hold = hold?.Hold.ToSnakeCase(), detail = hold?.Detail, until = (Instant?)hold?.Until }), cancellationToken);

    internal static async Task<Rotation?> FindOpenAsync(Session session, string keyType) =>
        (await session.QuerySingleOrDefaultAsync<RotationRow>(OpenByKeyType, new { keyType }).ConfigureAwait(false))?.ToRotation();

    internal static Task<int> InsertAsync(Session session, Rotation rotation) => session.ExecuteAsync(Insert, RotationRow.Of(rotation));

    private static Statement Page(string from) => new(
        $$"""
        select {top@limit} {{Columns}}
        from keyrotation.rotation
        where (@keyType is null or key_type = @keyType)
          and (@open is null or (@open = 1 and ended_at is null) or (@open = 0 and ended_at is not null)){{from}}
        order by scheduled_at desc, rotation_id desc
        {limit@limit}
        """);

    private Task<Rotation?> FindOneAsync(Statement statement, object parameters, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(async session =>
            (await session.QuerySingleOrDefaultAsync<RotationRow>(statement, parameters).ConfigureAwait(false))?.ToRotation(), cancellationToken);

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
            expected = current.State.ToSnakeCase(),
        };
        if (await session.ExecuteAsync(Update, parameters).ConfigureAwait(false) != 1)
            throw new RotationMovedException(current.Id, current.State);
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
    };

    private sealed class CompletedRow
    {
        public Instant StartedAt { get; init; }
        public Instant EndedAt { get; init; }
    }

    private sealed class CountsRow
    {
        public long Scheduled { get; init; }
        public long Failed { get; init; }
    }

    /// <summary>Rolls the transaction back.</summary>
    private sealed class AlreadyOpenException : Exception;
}
