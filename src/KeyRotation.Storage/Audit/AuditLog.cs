using KeyRotation.Audit;

namespace KeyRotation.Storage.Audit;

/// <summary>Appends events that stand for themselves.</summary>
internal sealed class AuditLog(ControlStore store) : IAuditLog
{
    public Task AppendAsync(AuditEvent @event, CancellationToken cancellationToken) =>
        store.CommitAsync(null, @event, _ => Task.CompletedTask, cancellationToken);
}
