using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>Progress of migrations and adoptions, and the rows that they could not open.</summary>
public interface IMigrationStore
{
    /// <summary>Stores the ranges of a pass, in one transaction. Those of targets that have some in this pass already are left out.</summary>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task PlanAsync(Fence fence, MigrationWork work, IReadOnlyList<PlannedRange> ranges, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Claims a range as it was read; null where it was claimed, finished or taken away meanwhile, or its work does not migrate any more.</summary>
    Task<RangeProgress?> TryTakeAsync(RangeProgress free, CancellationToken cancellationToken);

    /// <summary>Gives a range back before it is finished; harmless when it was lost meanwhile.</summary>
    Task ReleaseAsync(RangeProgress held, CancellationToken cancellationToken);

    Task<IReadOnlyList<RangeProgress>> ListRangesAsync(Guid workId, CancellationToken cancellationToken);

    /// <summary>Ciphertexts in quarantine for this work, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<QuarantinedCell>> ListQuarantinedAsync(Guid workId, int limit, CancellationToken cancellationToken);

    Task<long> CountQuarantinedAsync(Guid workId, CancellationToken cancellationToken);

    /// <summary>Those of them that open, and may be forged.</summary>
    Task<long> CountSuspectsAsync(Guid workId, CancellationToken cancellationToken);

    /// <summary>Those of them whose header names this version.</summary>
    Task<long> CountQuarantinedUnderAsync(Guid workId, int version, CancellationToken cancellationToken);
}
