using KeyRotation.Migration;
using KeyRotation.Status;

namespace KeyRotation.Api.Rotations;

/// <summary>A rotation with its progress.</summary>
internal sealed record RotationDetailDto(
    RotationDto Rotation, string? Node, RotationDetailDto.ProgressDto Progress, IReadOnlyList<RotationDetailDto.RangeDto> Ranges, long Quarantined)
{
    public static RotationDetailDto Of(RotationReport report) => new(
        RotationDto.Of(report.Rotation), report.Holder, ProgressDto.Of(report.Migration), [.. report.Ranges.Select(RangeDto.Of)], report.Quarantined);

    internal sealed record ProgressDto(long? RowsTotal, long RowsDone, long RowsRewritten, double? RowsPerSecond, double? EtaSeconds)
    {
        public static ProgressDto Of(MigrationEstimate estimate) =>
            new(estimate.RowsTotal, estimate.RowsDone, estimate.RowsRewritten, estimate.RowsPerSecond, estimate.SecondsLeft);
    }

    internal sealed record RangeDto(
        string Target, int Pass, int Range, long RowsRead, long RowsRewritten, long RowsVerified, long RowsSuperseded, long RowsQuarantined,
        DateTimeOffset StartedAt, DateTimeOffset CheckpointAt, DateTimeOffset? FinishedAt)
    {
        public static RangeDto Of(RangeProgress range) => new(
            range.Target, range.Pass, range.RangeNumber, range.RowsRead, range.RowsRewritten, range.RowsVerified, range.RowsSuperseded, range.RowsQuarantined,
            range.StartedAt, range.CheckpointAt, range.FinishedAt);
    }
}
