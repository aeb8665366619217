using KeyRotation.Alerts;
using KeyRotation.Audit;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Alerts;

/// <summary>Alerts in the control store as people read and acknowledge them.</summary>
internal sealed class AlertRegister(ControlStore store) : IAlertRegister
{
    /// <summary>Behind every alert.</summary>
    private static readonly DateTimeOffset EndOfTime = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Columns =
        """
        alert_id as AlertId, code as Code, subject as Subject, severity as Severity, key_type as KeyType, rotation_id as RotationId, message as Message,
               opened_at as OpenedAt, updated_at as UpdatedAt, closed_at as ClosedAt, acknowledged_by as AcknowledgedBy, acknowledged_at as AcknowledgedAt
        """;

    private static readonly Statement ById = new($"select {Columns} from keyrotation.alert where alert_id = @id");

    private static readonly Statement Filtered = new(
        $$"""
        select {top@limit} {{Columns}}
        from keyrotation.alert
        where (@keyType is null or key_type = @keyType)
          and (@open is null or (@open = 1 and closed_at is null) or (@open = 0 and closed_at is not null))
          and (opened_at < @beforeAt or (opened_at = @beforeAt and alert_id < @beforeId))
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
            beforeAt = (Instant)(before?.OpenedAt ?? EndOfTime),
            beforeId = (Uid)(before?.Id ?? Guid.AllBitsSet),
            limit = filter.Limit,
        };
        var rows = await store.Database.ReadAsync(session => session.QueryAsync<Row>(Filtered, parameters), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToRecord())];
    }

    public async Task<AlertRecord?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await store.Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<Row>(ById, new { id = (Uid)id }), cancellationToken).ConfigureAwait(false))?.ToRecord();

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

    private sealed class Row
    {
        public Uid AlertId { get; init; }
        public required string Code { get; init; }
        public required string Subject { get; init; }
        public required string Severity { get; init; }
        public string? KeyType { get; init; }
        public Uid? RotationId { get; init; }
        public required string Message { get; init; }
        public Instant OpenedAt { get; init; }
        public Instant UpdatedAt { get; init; }
        public Instant? ClosedAt { get; init; }
        public string? AcknowledgedBy { get; init; }
        public Instant? AcknowledgedAt { get; init; }

        public AlertRecord ToRecord() => new(AlertId, ToAlert(), OpenedAt, UpdatedAt) { ClosedAt = ClosedAt, AcknowledgedBy = AcknowledgedBy, AcknowledgedAt = AcknowledgedAt };

        private Alert ToAlert() => new(Code, Subject, Message)
        {
            Severity = StoredName.Parse<AlertSeverity>(Severity, $"The severity of alert {AlertId.Value}"),
            KeyType = KeyType,
            RotationId = RotationId is { } rotation ? new RotationId(rotation) : null,
        };
    }
}
