namespace KeyRotation.Audit;

/// <summary>Which events to list, the latest first.</summary>
public sealed record AuditFilter
{
    /// <summary>Null = of all, and of none.</summary>
    public string? KeyType { get; init; }

    /// <summary>One of <see cref="AuditActions"/>; null = any.</summary>
    public string? Action { get; init; }

    /// <summary>Who did it, by the exact name; null = anybody.</summary>
    public string? Actor { get; init; }

    /// <summary>From this moment on, UTC; null = from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until before this moment, UTC; null = until now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those behind this one, for the next page; null = from the latest.</summary>
    public AuditPlace? Before { get; init; }

    /// <summary>1 to 500. Default 50.</summary>
    public int Limit { get; init; } = 50;
}
