namespace KeyRotation.Retirement;

/// <summary>
/// Jumps of the clocks, between the check-ins of nodes. A date that has passed only because a clock was set forward has not passed. Pure.
/// </summary>
public static class ClockJumps
{
    public const string OfNode = "node";
    public const string OfDatabase = "database";

    /// <summary>What a clock may move by without being suspect: a leap, a correction, the time that an answer took.</summary>
    public static TimeSpan Tolerated { get; } = TimeSpan.FromHours(1);

    /// <summary>How far a clock moved between two readings beyond what the monotonic clock says; null where that is within what is tolerated.</summary>
    public static TimeSpan? Between(DateTimeOffset before, DateTimeOffset now, TimeSpan monotonic)
    {
        var jump = now - before - monotonic;
        return jump.Duration() > Tolerated ? jump : null;
    }

    /// <summary>
    /// How much of the time since a moment may be a jump and no time that passed: the most that one node saw of one clock. A clock that
    /// was set back again takes its jump back.
    /// </summary>
    public static TimeSpan Since(IEnumerable<ClockJump> jumps, DateTimeOffset moment) =>
        jumps.Where(jump => jump.SeenAt >= moment)
            .GroupBy(jump => (jump.Instance, jump.Clock), (_, seen) => TimeSpan.FromSeconds(seen.Sum(jump => jump.Seconds)))
            .Append(TimeSpan.Zero)
            .Max();
}
