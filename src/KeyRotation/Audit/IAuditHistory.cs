namespace KeyRotation.Audit;

/// <summary>The trail as people read it. An index serves each condition alone; with several, events that meet one and not the others are read and left out.</summary>
public interface IAuditHistory
{
    Task<IReadOnlyList<StoredAuditEvent>> ListAsync(AuditFilter filter, CancellationToken cancellationToken);
}
