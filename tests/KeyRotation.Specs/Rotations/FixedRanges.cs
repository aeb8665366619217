using KeyRotation.Claims;
using KeyRotation.Migration;

namespace KeyRotation.Specs.Rotations;

/// <summary>Ranges that stay as they are. Of it nothing else is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
internal sealed class FixedRanges(params RangeProgress[] ranges) : IMigrationStore
{
    public Task<IReadOnlyList<RangeProgress>> ListRangesAsync(Guid workId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RangeProgress>>(ranges);

    public Task PlanAsync(Fence fence, MigrationWork work, IReadOnlyList<PlannedRange> ranges, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RangeProgress?> TryTakeAsync(RangeProgress free, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReleaseAsync(RangeProgress held, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<QuarantinedCell>> ListQuarantinedAsync(Guid workId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountQuarantinedUnderAsync(Guid workId, int version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountSuspectsAsync(Guid workId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountQuarantinedAsync(Guid workId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
