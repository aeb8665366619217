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

    /// <summary>When the oldest event behind the last seal occurred; null when all are sealed.</summary>
    public DateTimeOffset? OldestUnsealedAt { get; init; }

    /// <summary>The first thing that is broken; null when the trail is whole.</summary>
    public AuditBreak? Break { get; init; }

    /// <summary>The first thing that is broken, in words, with what was expected; null when the trail is whole.</summary>
    public string? FirstBreak => Break?.ToString();

    public bool IsWhole => Break is null;

    /// <summary>How long the oldest event has waited for its seal: zero when all are sealed.</summary>
    public TimeSpan AgeOfUnsealedTail(DateTimeOffset now) => OldestUnsealedAt is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero;
}
