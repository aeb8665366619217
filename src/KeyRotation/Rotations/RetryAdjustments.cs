namespace KeyRotation.Rotations;

/// <summary>What an operator changes for one rotation: with a retry, or while it runs.</summary>
/// <param name="BatchSize">Rows of a batch, 1 to 100,000; 0 = as configured; null = as it is.</param>
/// <param name="Pace">Rows per second at most, 1 to 100,000,000; 0 = as fast as it goes; null = as it is.</param>
/// <param name="Targets">Whose sweeps and quarantine begin anew; null = of all. Others go on where they stopped.</param>
public sealed record RetryAdjustments(int? BatchSize = null, int? Pace = null, IReadOnlyList<string>? Targets = null)
{
    public const int MostRows = 100_000;
    public const int MostRowsPerSecond = 100_000_000;

    /// <summary>What is wrong with them; null when nothing is.</summary>
    public Refusal? Problem =>
        BatchSize is { } size && size is < 0 or > MostRows ? Refusals.BatchSize(size)
        : Pace is { } pace && pace is < 0 or > MostRowsPerSecond ? Refusals.Pace(pace)
        : null;

    public Rotation ApplyTo(Rotation rotation) => rotation with { BatchSize = Applied(BatchSize, rotation.BatchSize), Pace = Applied(Pace, rotation.Pace) };

    private static int? Applied(int? wanted, int? present) => wanted switch
    {
        null => present,
        0 => null,
        _ => wanted,
    };
}
