using KeyRotation.Audit;
using KeyRotation.Claims;

namespace KeyRotation.Restores;

/// <summary>What is kept of a restore of the store itself.</summary>
public interface IRestoreStore
{
    /// <summary>Versions that are still missing, or were given up, by key type and version.</summary>
    Task<IReadOnlyList<LostVersion>> ListLostAsync(CancellationToken cancellationToken);

    /// <summary>All of it with its audit events, or nothing; consumers are told to reload.</summary>
    /// <returns>False: the store has another incarnation by now, and nothing was changed.</returns>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task<bool> RestoreAsync(Fence fence, Restore restore, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken);
}
