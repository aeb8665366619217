using KeyRotation.Audit;
using KeyRotation.Incidents;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Incidents;

/// <summary>Incidents in the control store.</summary>
internal sealed class IncidentStore(ControlStore store) : IIncidentStore
{
    private static readonly Statement Insert = new(
        """
        insert into keyrotation.incident (incident_id, rotation_id, key_type, reason, opened_by, opened_at, compromised_version)
        values (@id, @rotationId, @keyType, @reason, @by, @at, @compromised)
        """);

    private static readonly Statement Latest = new(
        $$"""
        select {top@limit} {{IncidentRow.Columns}}
        from keyrotation.incident
        where opened_at <= @beforeAt and (opened_at < @beforeAt or incident_id < @beforeId)
        order by opened_at desc, incident_id desc
        {limit@limit}
        """);

    private static readonly Statement ById = new($"select {IncidentRow.Columns} from keyrotation.incident where incident_id = @id");

    private static readonly Statement NotTaken = new(
        $"""
        select {IncidentRow.Columns}
        from keyrotation.incident
        where taken_at is null
        order by opened_at
        """);

    private static readonly Statement Snapshot = new("select snapshot from keyrotation.incident where incident_id = @id");

    private static readonly Statement Record = new(
        """
        update keyrotation.incident
        set taken_at = @takenAt, taken_by = @takenBy, missing_parts = @missingParts, sha256 = @sha256, snapshot = @document
        where incident_id = @id and taken_at is null
        """);

    public async Task<IReadOnlyList<Incident>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken)
    {
        var behind = before is { } id ? await FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return await QueryAsync(Latest, new { beforeAt = (Instant)(behind?.OpenedAt ?? Instant.EndOfTime), beforeId = (Uid)(behind?.Id ?? Guid.AllBitsSet), limit }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Incident?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await QueryAsync(ById, new { id = (Uid)id }, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    public Task<byte[]?> ReadSnapshotAsync(Guid id, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<byte[]>(Snapshot, new { id = (Uid)id }), cancellationToken);

    public Task<IReadOnlyList<Incident>> ListNotTakenAsync(CancellationToken cancellationToken) => QueryAsync(NotTaken, null, cancellationToken);

    public Task<bool> TryRecordAsync(Incident incident, IncidentSnapshot snapshot, AuditEvent @event, CancellationToken cancellationToken)
    {
        var events = new List<AuditEvent>();
        return store.CommitAsync(null, @event.EventId, events, async session =>
        {
            events.Clear();
            var isFirst = await session.ExecuteAsync(Record, new
            {
                id = (Uid)incident.Id,
                takenAt = (Instant)snapshot.TakenAt,
                takenBy = snapshot.TakenBy,
                missingParts = IncidentRow.Joined(snapshot.MissingParts),
                sha256 = snapshot.Sha256,
                document = snapshot.Document,
            }).ConfigureAwait(false) == 1;
            if (isFirst)
                events.Add(@event);
            return isFirst;
        }, cancellationToken);
    }

    /// <summary>Inside a transaction.</summary>
    internal static async Task<Incident?> FindAsync(Session session, Guid id) =>
        (await session.QuerySingleOrDefaultAsync<IncidentRow>(ById, new { id = (Uid)id }).ConfigureAwait(false))?.ToIncident();

    /// <summary>Inside the transaction of its emergency.</summary>
    internal static Task<int> InsertAsync(Session session, Incident incident) => session.ExecuteAsync(Insert, new
    {
        id = (Uid)incident.Id,
        rotationId = (Uid)incident.RotationId.Value,
        keyType = incident.KeyType,
        reason = incident.Reason,
        by = incident.OpenedBy,
        at = (Instant)incident.OpenedAt,
        compromised = incident.CompromisedVersion,
    });

    private Task<IReadOnlyList<Incident>> QueryAsync(Statement statement, object? parameters, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<Incident>>(async session =>
        {
            var rows = await session.QueryAsync<IncidentRow>(statement, parameters).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToIncident())];
        }, cancellationToken);
}
