using System.Globalization;

namespace KeyRotation.Policies;

/// <summary>
/// When normal rotations run: every day from an hour in UTC, for a number of hours. It may cross midnight; 24 hours = always
/// open. UTC always, so that daylight saving time never moves it.
/// </summary>
public sealed record MaintenanceWindow
{
    /// <param name="startHourUtc">0 to 23. Default 2.</param>
    /// <param name="durationHours">1 to 24. Default 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window that never opens, or an hour that is none.</exception>
    public MaintenanceWindow(int startHourUtc = 2, int durationHours = 4)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startHourUtc);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startHourUtc, 23);
        ArgumentOutOfRangeException.ThrowIfLessThan(durationHours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(durationHours, 24);
        StartHourUtc = startHourUtc;
        DurationHours = durationHours;
    }

    public int StartHourUtc { get; }

    public int DurationHours { get; }

    public bool IsAlwaysOpen => DurationHours == 24;

    /// <summary>From its opening second on, up to but not including its closing second.</summary>
    public bool Contains(DateTimeOffset now) => IsAlwaysOpen || now - LatestOpening(now) < TimeSpan.FromHours(DurationHours);

    /// <summary>The next opening after <paramref name="now"/>; now itself when it is always open.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset now) => IsAlwaysOpen ? now : LatestOpening(now).AddDays(1);

    /// <summary>When the window that contains <paramref name="now"/> closes; null when it is closed, or never closes.</summary>
    public DateTimeOffset? ClosesAt(DateTimeOffset now) =>
        IsAlwaysOpen || !Contains(now) ? null : LatestOpening(now).AddHours(DurationHours);

    /// <summary>The opening as a Quartz cron expression, to be evaluated in UTC.</summary>
    public string ToCron() => string.Create(CultureInfo.InvariantCulture, $"0 0 {StartHourUtc} * * ?");

    private DateTimeOffset LatestOpening(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(StartHourUtc);
        return today <= now ? today : today.AddDays(-1);
    }
}
