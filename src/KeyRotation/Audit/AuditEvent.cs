namespace KeyRotation.Audit;

/// <summary>One thing that was done, with what the requirement asks of a record: id, time, key type, action, outcome, duration, records, error.</summary>
public sealed record AuditEvent
{
    /// <summary>Also the id of the operation: it tells whether a change was committed whose reply was lost.</summary>
    public required Guid EventId { get; init; }

    /// <summary>UTC, by policy time.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    public string? KeyType { get; init; }

    /// <summary>Number of the event within its key type: the order that lanes do not give. Set when it is appended.</summary>
    public long? KeyTypeSequence { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    public required AuditOutcome Outcome { get; init; }

    /// <summary>A user, a login, or <c>scheduler</c>.</summary>
    public required string Actor { get; init; }

    public Guid? RotationId { get; init; }

    public int? KeyVersion { get; init; }

    /// <summary>Seconds.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Rows.</summary>
    public long? RecordsAffected { get; init; }

    public string? ErrorDetails { get; init; }

    /// <summary>What else belongs to it; never key bytes or plaintext.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
