using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>Progress of migrations and adoptions, and the rows that they could not open.</summary>
public interface IMigrationStore
{
    /// <summary>The range as it stands; planned now when it is not there yet.</summary>
    Task<RangeProgress> GetOrPlanRangeAsync(Fence fence, Guid workId, string target, int pass, int rangeNumber, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes how many rows a range is expected to read.</summary>
    Task NoteEstimateAsync(RangeProgress range, long rows, CancellationToken cancellationToken);

    Task<IReadOnlyList<RangeProgress>> ListRangesAsync(Guid workId, CancellationToken cancellationToken);

    /// <summary>Ciphertexts in quarantine for this work, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<QuarantinedCell>> ListQuarantinedAsync(Guid workId, int limit, CancellationToken cancellationToken);

    Task<long> CountQuarantinedAsync(Guid workId, CancellationToken cancellationToken);
}
