namespace KeyRotation.Approvals;

/// <summary>A command that waits for a second person's word, or did (docs/approvals.md).</summary>
public sealed record Approval
{
    /// <summary>Also the id of what the command opens, so that a command carried out twice opens it once.</summary>
    public required Guid Id { get; init; }

    public required ApprovalAction Action { get; init; }

    /// <summary>What the command was given, by the names of its fields.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>A user.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it is too late to approve, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null while nobody has decided.</summary>
    public bool? IsApproved { get; init; }

    /// <summary>A user; null while nobody has decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>For people; may be empty.</summary>
    public string? DecisionReason { get; init; }

    /// <summary>When the command was carried out, or refused, UTC; null while it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the command set off, by name: <c>rotation_id</c>, for example; null while it was not carried out.</summary>
    public IReadOnlyDictionary<string, string>? Outcome { get; init; }

    /// <summary>Why the command was refused in the end; null where it was not.</summary>
    public string? Refusal { get; init; }
}
