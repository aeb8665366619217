using KeyRotation.Claims;

namespace KeyRotation.Audit;

/// <summary>Seals and the keys that sign them.</summary>
public interface IAuditSealStore
{
    Task<AuditKeyRecord?> FindNewestKeyAsync(CancellationToken cancellationToken);

    Task InsertKeyAsync(Fence fence, AuditKeyRecord key, DateTimeOffset now, CancellationToken cancellationToken);

    Task<AuditSeal?> FindLastSealAsync(CancellationToken cancellationToken);

    /// <summary>Reads all heads in one statement and appends the seal that <paramref name="sign"/> makes of them; null when it makes none.</summary>
    Task<AuditSeal?> SealAsync(Fence fence, Func<AuditSeal?, IReadOnlyList<LaneHead>, AuditSeal?> sign, CancellationToken cancellationToken);
}
