using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Migration;

/// <summary>Adoptions in the control store.</summary>
internal sealed class AdoptionStore(ControlStore store) : IAdoptionStore
{
    private static readonly Statement Running = new(
        """
        select adoption_id as AdoptionId, key_type as KeyType, target as Target, source as Source, requested_by as RequestedBy, started_at as StartedAt
        from keyrotation.adoption
        where target = @target and ended_at is null
        """);

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.adoption (adoption_id, key_type, target, state, source, requested_by, started_at)
        values (@id, @KeyType, @Target, 'running', @Source, @RequestedBy, @startedAt)
        """);

    private static readonly Statement End = new(
        """
        update keyrotation.adoption
        set state = @state, ended_at = @now
        where adoption_id = @id and ended_at is null
        """);

    public Task<Adoption?> FindRunningAsync(string target, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(async session => (await session.QuerySingleOrDefaultAsync<Row>(Running, new { target }).ConfigureAwait(false))?.ToAdoption(), cancellationToken);

    public Task StartAsync(Fence fence, Adoption adoption, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, @event, session => session.ExecuteAsync(Insert, new
        {
            id = (Uid)adoption.Id,
            adoption.KeyType,
            adoption.Target,
            adoption.Source,
            adoption.RequestedBy,
            startedAt = (Instant)adoption.StartedAt,
        }), cancellationToken);

    public Task EndAsync(Fence fence, Adoption adoption, bool succeeded, DateTimeOffset now, AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(fence, @event, session => session.ExecuteAsync(End, new { id = (Uid)adoption.Id, state = succeeded ? "completed" : "failed", now = (Instant)now }), cancellationToken);

    private sealed class Row
    {
        public Uid AdoptionId { get; init; }
        public required string KeyType { get; init; }
        public required string Target { get; init; }
        public required string Source { get; init; }
        public required string RequestedBy { get; init; }
        public Instant StartedAt { get; init; }

        public Adoption ToAdoption() => new(AdoptionId, KeyType, Target, Source, RequestedBy, StartedAt);
    }
}
