using KeyRotation.Audit;

namespace KeyRotation.Approvals;

/// <summary>Approvals, those that wait and those that did.</summary>
public interface IApprovalStore
{
    Task InsertAsync(Approval approval, AuditEvent @event, CancellationToken cancellationToken);

    Task<Approval?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The latest first.</summary>
    /// <param name="before">Only those behind this one; null = from the latest on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<Approval>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>Approved, and neither carried out nor refused yet.</summary>
    Task<IReadOnlyList<Approval>> ListUnendedAsync(CancellationToken cancellationToken);

    /// <returns>False when somebody else decided first; nothing was written then.</returns>
    Task<bool> TryDecideAsync(Approval decided, AuditEvent @event, CancellationToken cancellationToken);

    /// <returns>False when it was ended before; nothing was written then.</returns>
    Task<bool> TryEndAsync(Approval ended, AuditEvent @event, CancellationToken cancellationToken);
}
