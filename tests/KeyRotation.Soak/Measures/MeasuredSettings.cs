namespace KeyRotation.Soak.Measures;

/// <summary>How large, and how fast a dead node is found out.</summary>
/// <param name="Rows">In each table.</param>
/// <param name="BatchSize">Rows of a batch.</param>
/// <param name="RowsPerRange">Rows of a range.</param>
internal sealed record MeasuredSettings(int Rows, int BatchSize, int RowsPerRange)
{
    /// <summary>Seconds; null = the product's defaults.</summary>
    public int? ClaimSeconds { get; init; }

    public object Store(string connectionString) => ClaimSeconds is { } seconds
        ? new { Provider = "postgresql", ConnectionString = connectionString, ClaimSeconds = seconds, CommandTimeoutSeconds = seconds - 1 }
        : new { Provider = "postgresql", ConnectionString = connectionString };
}
