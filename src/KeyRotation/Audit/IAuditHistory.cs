namespace KeyRotation.Audit;

/// <summary>The trail as people read it. What it costs does not grow with the trail, whatever is asked for.</summary>
public interface IAuditHistory
{
    Task<IReadOnlyList<StoredAuditEvent>> ListAsync(AuditFilter filter, CancellationToken cancellationToken);
}
