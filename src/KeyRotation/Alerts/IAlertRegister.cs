using KeyRotation.Audit;

namespace KeyRotation.Alerts;

/// <summary>Alerts for people: open and past ones, and who has taken them up.</summary>
public interface IAlertRegister
{
    Task<IReadOnlyList<AlertRecord>> ListAsync(AlertFilter filter, CancellationToken cancellationToken);

    /// <summary>Null when there is no such alert.</summary>
    Task<AlertRecord?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Writes down who takes care of it, and the event; of several the first stays.</summary>
    Task AcknowledgeAsync(Guid id, string by, DateTimeOffset now, AuditEvent @event, CancellationToken cancellationToken);
}
