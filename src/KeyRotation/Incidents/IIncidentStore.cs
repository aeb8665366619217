using KeyRotation.Audit;

namespace KeyRotation.Incidents;

/// <summary>Incidents as the store has them. They are opened by the emergency's own transaction.</summary>
public interface IIncidentStore
{
    /// <summary>The latest first.</summary>
    /// <param name="before">Those opened before this one; null = from the latest on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<Incident>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>Null when there is no such incident.</summary>
    Task<Incident?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The exact bytes; null while no snapshot is taken.</summary>
    Task<byte[]?> ReadSnapshotAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Those whose snapshot is not taken yet, the oldest first.</summary>
    Task<IReadOnlyList<Incident>> ListNotTakenAsync(CancellationToken cancellationToken);

    /// <summary>Stores the snapshot with its event, unless there is one already: the first stays.</summary>
    /// <returns>False: another node was first, and nothing was changed.</returns>
    Task<bool> TryRecordAsync(Incident incident, IncidentSnapshot snapshot, AuditEvent @event, CancellationToken cancellationToken);
}
