using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Status;

namespace KeyRotation.Api.Rotations;

/// <summary>What is open, in the order of the queue, and when each key type is expected to rotate next.</summary>
internal sealed record ScheduleDto(IReadOnlyList<RotationDto> Queue, IReadOnlyList<ScheduleDto.NextDto> Next)
{
    public static ScheduleDto Of(IReadOnlyList<Rotation> queue, IReadOnlyList<UpcomingRotation> upcoming, MaintenanceWindow window) =>
        new([.. queue.Select(RotationDto.Of)], [.. upcoming.Select(next => NextDto.Of(next, window))]);

    internal sealed record NextDto(string KeyType, DateTimeOffset At, WindowDto? Window, string? RotationId)
    {
        public static NextDto Of(UpcomingRotation upcoming, MaintenanceWindow window) =>
            new(upcoming.KeyType, upcoming.At, upcoming.InWindow ? WindowDto.Of(upcoming.At, window) : null, upcoming.Open?.Id.ToString());
    }

    /// <summary>The maintenance window that a rotation falls into; without bounds where it is always open.</summary>
    internal sealed record WindowDto(DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)
    {
        public static WindowDto Of(DateTimeOffset at, MaintenanceWindow window) =>
            window.ClosesAt(at) is { } closes ? new WindowDto(closes.AddHours(-window.DurationHours), closes) : new WindowDto(null, null);
    }
}
