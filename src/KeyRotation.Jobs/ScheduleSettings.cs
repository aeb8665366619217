namespace KeyRotation.Jobs;

/// <summary>What the schedules depend on.</summary>
/// <param name="Enabled">False: no detection, no routine trigger fires; requests and emergencies work.</param>
/// <param name="CheckInterval">Between two assessments.</param>
public sealed record ScheduleSettings(bool Enabled, TimeSpan CheckInterval);
