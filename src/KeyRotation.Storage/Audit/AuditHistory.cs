using KeyRotation.Audit;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Audit;

/// <summary>
/// The trail in the control store, listed. One statement for each set of conditions: a condition that may be absent (<c>@x is null or ...</c>)
/// would keep a prepared plan from using the index that serves the others.
/// </summary>
internal sealed class AuditHistory(ControlStore store) : IAuditHistory
{
    private static readonly DateTimeOffset Beginning = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset EndOfTime = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Conditions = ["key_type = @keyType", "action = @action", "actor = @actor"];

    private static readonly Statement[] Filtered = [.. Enumerable.Range(0, 1 << Conditions.Length).Select(StatementOf)];

    public async Task<IReadOnlyList<StoredAuditEvent>> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        var before = filter.Before ?? new AuditPlace(EndOfTime, 0, 0);
        var parameters = new
        {
            keyType = filter.KeyType,
            action = filter.Action,
            actor = filter.Actor,
            from = (Instant)(filter.From ?? Beginning),
            to = (Instant)(filter.To ?? EndOfTime),
            beforeAt = (Instant)before.OccurredAt,
            lane = before.Lane,
            seq = before.Seq,
            limit = filter.Limit,
        };
        var rows = await store.Database.ReadAsync(session => session.QueryAsync<AuditEventRow>(Filtered[SetOf(filter)], parameters), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToStored())];
    }

    private static int SetOf(AuditFilter filter) =>
        (filter.KeyType is null ? 0 : 1) | (filter.Action is null ? 0 : 2) | (filter.Actor is null ? 0 : 4);

    private static Statement StatementOf(int set)
    {
        var conditions = string.Concat(Conditions.Where((_, index) => (set & (1 << index)) != 0).Select(condition => $"{condition} and "));
        return new Statement(
            $$"""
            select {top@limit} {{AuditEventRow.Columns}}
            from keyrotation.audit_event
            where {{conditions}}occurred_at >= @from and occurred_at < @to and occurred_at <= @beforeAt
              and (occurred_at < @beforeAt or lane < @lane or (lane = @lane and seq < @seq))
            order by occurred_at desc, lane desc, seq desc
            {limit@limit}
            """);
    }
}
