using KeyRotation.Approvals;
using KeyRotation.Audit;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Approvals;

/// <summary>Approvals in the control store: of two who decide at once, one does.</summary>
internal sealed class ApprovalStore(ControlStore store) : IApprovalStore
{
    private static readonly Statement Insert = new(
        """
        insert into keyrotation.approval (approval_id, action, parameters, requested_by, requested_at, expires_at)
        values (@ApprovalId, @Action, @Parameters, @RequestedBy, @RequestedAt, @ExpiresAt)
        """);

    private static readonly Statement ById = new($"select {ApprovalRow.Columns} from keyrotation.approval where approval_id = @id");

    private static readonly Statement Latest = new(
        $$"""
        select {top@limit} {{ApprovalRow.Columns}}
        from keyrotation.approval
        where requested_at <= @beforeAt and (requested_at < @beforeAt or approval_id < @beforeId)
        order by requested_at desc, approval_id desc
        {limit@limit}
        """);

    private static readonly Statement Unended = new(
        $"""
        select {ApprovalRow.Columns}
        from keyrotation.approval
        where is_approved = 1 and ended_at is null
        order by decided_at
        """);

    private static readonly Statement Decide = new(
        """
        update keyrotation.approval
        set is_approved = @IsApproved, decided_by = @DecidedBy, decided_at = @DecidedAt, decision_reason = @DecisionReason
        where approval_id = @ApprovalId and is_approved is null
        """);

    private static readonly Statement End = new(
        """
        update keyrotation.approval
        set ended_at = @EndedAt, outcome = @Outcome, refusal = @Refusal
        where approval_id = @ApprovalId and is_approved = 1 and ended_at is null
        """);

    public Task InsertAsync(Approval approval, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(null, @event, session => session.ExecuteAsync(Insert, ApprovalRow.Of(approval)), cancellationToken);

    public async Task<Approval?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await QueryAsync(ById, new { id = (Uid)id }, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    public async Task<IReadOnlyList<Approval>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken)
    {
        var behind = before is { } id ? await FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return await QueryAsync(Latest, new { beforeAt = (Instant)(behind?.RequestedAt ?? Instant.EndOfTime), beforeId = (Uid)(behind?.Id ?? Guid.AllBitsSet), limit }, cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<Approval>> ListUnendedAsync(CancellationToken cancellationToken) => QueryAsync(Unended, null, cancellationToken);

    public Task<bool> TryDecideAsync(Approval decided, AuditEvent @event, CancellationToken cancellationToken) => TryAsync(Decide, decided, @event, cancellationToken);

    public Task<bool> TryEndAsync(Approval ended, AuditEvent @event, CancellationToken cancellationToken) => TryAsync(End, ended, @event, cancellationToken);

    private Task<bool> TryAsync(Statement change, Approval approval, AuditEvent @event, CancellationToken cancellationToken)
    {
        var events = new List<AuditEvent>();
        return store.CommitAsync(null, @event.EventId, events, async session =>
        {
            events.Clear();
            var isFirst = await session.ExecuteAsync(change, ApprovalRow.Of(approval)).ConfigureAwait(false) == 1;
            if (isFirst)
                events.Add(@event);
            return isFirst;
        }, cancellationToken);
    }

    private Task<IReadOnlyList<Approval>> QueryAsync(Statement statement, object? parameters, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<Approval>>(async session =>
        {
            var rows = await session.QueryAsync<ApprovalRow>(statement, parameters).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToApproval())];
        }, cancellationToken);
}
