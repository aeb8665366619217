namespace KeyRotation.Alerts;

/// <summary>An alert, open or past, and who has taken it up.</summary>
/// <param name="Id">New with each opening.</param>
/// <param name="Alert">What it says, or said last.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="UpdatedAt">When its words or its severity changed last, or it was closed, UTC.</param>
public sealed record AlertRecord(Guid Id, Alert Alert, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Since when what it says is over, UTC; null = it is not.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who takes care of it; null = nobody has said so.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }
}
