using KeyRotation.Audit;
using KeyRotation.Requests;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Requests;

/// <summary>Requests made in SQL, in the control store.</summary>
internal sealed class RequestStore(ControlStore store) : IRequestStore
{
    private static readonly Statement Waiting = new(
        """
        select request_id as RequestId, kind as Kind, key_type as KeyType, trigger_name as TriggerName, reason as Reason,
               paused_until as PausedUntil, requested_by as RequestedBy
        from keyrotation.request
        where taken_at is null
        order by requested_at, request_id
        """);

    private static readonly Statement Answer = new(
        """
        update keyrotation.request
        set taken_at = @now, outcome = @outcome, detail = @detail, rotation_id = @rotation
        where request_id = @id and taken_at is null
        """);

    public Task<IReadOnlyList<SqlRequest>> ListWaitingAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<SqlRequest>>(async session =>
        {
            var rows = await session.QueryAsync<RequestRow>(Waiting).ConfigureAwait(false);
            return [.. rows.Select(row => new SqlRequest(row.RequestId, row.Kind, row.KeyType, row.TriggerName, row.Reason, (DateTimeOffset?)row.PausedUntil, row.RequestedBy))];
        }, cancellationToken);

    public Task AnswerAsync(SqlRequest request, Refusal? refusal, RotationId? rotation, AuditEvent @event, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            id = (Uid)request.Id,
            now = (Instant)now,
            outcome = refusal is null ? "accepted" : "refused",
            detail = refusal?.Detail,
            rotation = (Uid?)rotation?.Value,
        };
        return store.CommitAsync(null, @event.EventId, refusal is null ? [] : [@event], async session =>
            await session.ExecuteAsync(Answer, parameters).ConfigureAwait(false), cancellationToken);
    }

    private sealed class RequestRow
    {
        public Uid RequestId { get; init; }
        public required string Kind { get; init; }
        public string? KeyType { get; init; }
        public string? TriggerName { get; init; }
        public required string Reason { get; init; }
        public Instant? PausedUntil { get; init; }
        public required string RequestedBy { get; init; }
    }
}
