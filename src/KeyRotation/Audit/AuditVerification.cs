namespace KeyRotation.Audit;

/// <summary>What a walk over the trail found.</summary>
public sealed record AuditVerification
{
    public required long Events { get; init; }

    public required long Seals { get; init; }

    /// <summary>Events behind the last seal: their removal could not be proved yet.</summary>
    public required long UnsealedEvents { get; init; }

    /// <summary>When the last seal was made; null when there is none.</summary>
    public required DateTimeOffset? LastSealedAt { get; init; }

    /// <summary>The first thing that is broken, with what was expected; null when the trail is whole.</summary>
    public required string? FirstBreak { get; init; }

    public bool IsWhole => FirstBreak is null;
}
