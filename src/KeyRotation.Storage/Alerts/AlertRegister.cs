using KeyRotation.Alerts;
using KeyRotation.Audit;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Alerts;

/// <summary>Alerts in the control store as people read and acknowledge them.</summary>
internal sealed class AlertRegister(ControlStore store) : IAlertRegister
{
    private static readonly Statement ById = new($"select {AlertRow.Columns} from keyrotation.alert where alert_id = @id");

    private static readonly Statement Filtered = new(
        $$"""
        select {top@limit} {{AlertRow.Columns}}
        from keyrotation.alert
        where (@keyType is null or key_type = @keyType)
          and (@open is null or (@open = 1 and closed_at is null) or (@open = 0 and closed_at is not null))
          and opened_at <= @beforeAt and (opened_at < @beforeAt or alert_id < @beforeId)
        order by opened_at desc, alert_id desc
        {limit@limit}
        """);

    private static readonly Statement Acknowledge = new(
        """
        update keyrotation.alert
        set acknowledged_by = @by, acknowledged_at = @now
        where alert_id = @id and closed_at is null and acknowledged_by is null
        """);

    public async Task<IReadOnlyList<AlertRecord>> ListAsync(AlertFilter filter, CancellationToken cancellationToken)
    {
        var before = filter.Before is { } id ? await FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        var parameters = new
        {
            keyType = filter.KeyType,
            open = filter.IsOpen is { } isOpen ? isOpen ? 1 : 0 : (int?)null,
            beforeAt = (Instant)(before?.OpenedAt ?? Instant.EndOfTime),
            beforeId = (Uid)(before?.Id ?? Guid.AllBitsSet),
            limit = filter.Limit,
        };
        var rows = await store.Database.ReadAsync(session => session.QueryAsync<AlertRow>(Filtered, parameters), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToRecord())];
    }

    public async Task<AlertRecord?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await store.Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<AlertRow>(ById, new { id = (Uid)id }), cancellationToken).ConfigureAwait(false))?.ToRecord();

    public Task AcknowledgeAsync(Guid id, string by, DateTimeOffset now, AuditEvent @event, CancellationToken cancellationToken)
    {
        var events = new List<AuditEvent>();
        return store.CommitAsync(null, @event.EventId, events, async session =>
        {
            events.Clear();
            var isFirst = await session.ExecuteAsync(Acknowledge, new { id = (Uid)id, by, now = (Instant)now }).ConfigureAwait(false) == 1;
            if (isFirst)
                events.Add(@event);
            return isFirst;
        }, cancellationToken);
    }
}
