namespace KeyRotation.Rotations;

/// <summary>What the engine's tables say of triggers and jobs.</summary>
/// <param name="FailedTriggers">They do not fire any more.</param>
/// <param name="Jobs">Those that rotate a key type.</param>
public sealed record ScheduleReport(IReadOnlyList<FailedTrigger> FailedTriggers, IReadOnlyList<ScheduledJob> Jobs)
{
    public static ScheduleReport Nothing { get; } = new([], []);
}
