namespace KeyRotation.Migration;

/// <summary>How fast one work goes, where an operator set it for that work.</summary>
/// <param name="BatchSize">Rows of a batch; null = as configured.</param>
/// <param name="Pace">Rows per second at most; null = as fast as it goes.</param>
public sealed record MigrationTempo(int? BatchSize = null, int? Pace = null)
{
    /// <summary>As configured, as fast as it goes.</summary>
    public static MigrationTempo Configured { get; } = new();

    /// <summary>Rows of a batch: at most a second's worth, so that a pause or a stop is never waited for longer than that.</summary>
    public int BatchRows(int configured) => Math.Min(BatchSize ?? configured, Pace ?? int.MaxValue);

    /// <summary>What is left of the time that the pace gives so many rows; null = nothing.</summary>
    public TimeSpan? WaitAfter(int rows, TimeSpan spent)
    {
        if (Pace is not { } pace)
            return null;
        var wait = TimeSpan.FromSeconds((double)rows / pace) - spent;
        return wait > TimeSpan.Zero ? wait : null;
    }
}
