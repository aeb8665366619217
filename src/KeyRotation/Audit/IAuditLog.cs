namespace KeyRotation.Audit;

/// <summary>Records what changes nothing in the store, an access that was denied for example. A change brings its event with it.</summary>
public interface IAuditLog
{
    Task AppendAsync(AuditEvent @event, CancellationToken cancellationToken);
}
