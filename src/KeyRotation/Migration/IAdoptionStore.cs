using KeyRotation.Audit;
using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>Adoptions as the store has them.</summary>
public interface IAdoptionStore
{
    /// <summary>The adoption of the target that is not ended; null when there is none.</summary>
    Task<Adoption?> FindRunningAsync(string target, CancellationToken cancellationToken);

    Task StartAsync(Fence fence, Adoption adoption, AuditEvent @event, CancellationToken cancellationToken);

    /// <param name="succeeded">Every row is sealed and opened; else rows are left in quarantine.</param>
    Task EndAsync(Fence fence, Adoption adoption, bool succeeded, DateTimeOffset now, AuditEvent @event, CancellationToken cancellationToken);
}
