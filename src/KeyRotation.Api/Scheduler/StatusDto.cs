using System.Globalization;
using KeyRotation.Api.Rotations;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Status;

namespace KeyRotation.Api.Scheduler;

/// <summary>The dashboard object. The first eight fields keep the names and forms of the requirement exactly.</summary>
internal sealed record StatusDto(
    SchedulerState SchedulerStatus,
    long TotalRotationsScheduled,
    long TotalRotationsCompleted,
    long TotalRotationsFailed,
    double AverageRotationDuration,
    int OverdueKeyTypes,
    DateTimeOffset? NextScheduledRotation,
    StatusDto.WindowDto MaintenanceWindow,
    bool Enabled,
    string? DisabledBy,
    PauseDto? Paused,
    IReadOnlyList<PauseDto> Pauses,
    IReadOnlyList<RotationDto> Running,
    IReadOnlyList<StatusDto.HoldDto> Holds,
    IReadOnlyList<NodeDto> Nodes)
{
    public static StatusDto Of(SchedulerStatus status) => new(
        status.State,
        status.Totals.Scheduled,
        status.Totals.Completed,
        status.Totals.Failed,
        Math.Round(status.Totals.AverageDurationSeconds ?? 0, 1),
        status.OverdueKeyTypes,
        status.NextRotationAt,
        WindowDto.Of(status.Window),
        status.IsEnabled,
        status.IsEnabled ? null : "configuration",
        status.Paused is { } paused ? PauseDto.Of(paused) : null,
        [.. status.Pauses.Select(PauseDto.Of)],
        [.. status.Open.Where(IsRunning).Select(RotationDto.Of)],
        [.. status.Open.Where(rotation => rotation.Hold is not null).Select(HoldDto.Of)],
        [.. status.Nodes.Select(NodeDto.Of)]);

    private static bool IsRunning(Rotation rotation) => rotation is { Hold: null, State: not (RotationState.Scheduled or RotationState.Failed) };

    internal sealed record WindowDto(string Start, string Duration)
    {
        public static WindowDto Of(MaintenanceWindow window) => new(
            string.Create(CultureInfo.InvariantCulture, $"{window.StartHourUtc:00}:00 UTC"),
            string.Create(CultureInfo.InvariantCulture, $"{window.DurationHours} {(window.DurationHours == 1 ? "hour" : "hours")}"));
    }

    internal sealed record HoldDto(string RotationId, string KeyType, Hold Hold, string? Detail, DateTimeOffset? Until)
    {
        public static HoldDto Of(Rotation rotation) => new(rotation.Id.ToString(), rotation.KeyType, rotation.Hold!.Value, rotation.HoldDetail, rotation.HoldUntil);
    }
}
