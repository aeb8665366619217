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

    /// <summary>What several nodes saw of one clock within so long is the same jump, seen by each at its next check-in.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(10);

    /// <summary>How far a clock moved between two readings beyond what the monotonic clock says; null where that is within what is tolerated.</summary>
    public static TimeSpan? Between(DateTimeOffset before, DateTimeOffset now, TimeSpan monotonic)
    {
        var jump = now - before - monotonic;
        return jump.Duration() > Tolerated ? jump : null;
    }

    /// <summary>
    /// How much of the time since a moment may be jumps and no time that passed: of the clock that moved most, all its jumps together,
    /// whichever run of a node saw each. A clock that was set back again takes its jump back.
    /// </summary>
    public static TimeSpan Since(IEnumerable<ClockJump> jumps, DateTimeOffset moment) =>
        jumps.Where(jump => jump.SeenAt >= moment)
            .GroupBy(jump => jump.Clock == OfDatabase ? (jump.Clock, "") : (jump.Clock, jump.Host), (_, seen) => Together(seen))
            .Append(TimeSpan.Zero)
            .Max();

    private static TimeSpan Together(IEnumerable<ClockJump> ofOneClock)
    {
        var total = TimeSpan.Zero;
        var left = ofOneClock.OrderBy(jump => jump.SeenAt).ToList();
        while (left.Count > 0)
        {
            var until = left[0].SeenAt + AtOnce;
            total += left.TakeWhile(jump => jump.SeenAt <= until).GroupBy(jump => jump.Instance, (_, seen) => TimeSpan.FromSeconds(seen.Sum(jump => jump.Seconds))).Max();
            left.RemoveAll(jump => jump.SeenAt <= until);
        }
        return total;
    }
}
