namespace KeyRotation.Rotations;

/// <summary>One replacement of a key type's active version by a new one, as the store has it.</summary>
public sealed record Rotation
{
    /// <summary>Who asked, where nobody did: detection.</summary>
    public const string Scheduler = "scheduler";

    public required RotationId Id { get; init; }

    public required string KeyType { get; init; }

    public required RotationState State { get; init; }

    public RotationOutcome? Outcome { get; init; }

    public required RotationTrigger Trigger { get; init; }

    public required RotationPriority Priority { get; init; }

    /// <summary>Who asked: a user, or <c>scheduler</c>.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Free text of the requester; may be empty.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>Not to start before, UTC; null = as soon as its priority allows.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>An operator said `execute`: it runs now, outside the maintenance window, before <see cref="NotBefore"/> and while disabled too.</summary>
    public bool OutsideWindow { get; init; }

    /// <summary>The version that was active when it began; null for a key type's first rotation.</summary>
    public int? FromVersion { get; init; }

    /// <summary>The version it creates; null until `generating` has inserted it.</summary>
    public int? ToVersion { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it waits at this moment; null when it does not.</summary>
    public Hold? Hold { get; init; }

    /// <summary>The same for people, with names; null when it does not wait, or the hold says all.</summary>
    public string? HoldDetail { get; init; }

    /// <summary>When what holds it is asked for again at the latest, UTC.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>
    /// When `propagating` or `rolling_back` began, or the predecessor was made active again, UTC: the bound on waiting for consumers
    /// counts from here.
    /// </summary>
    public DateTimeOffset? PropagatingSince { get; init; }

    /// <summary>Rows of a batch, as an operator adjusted it for this rotation; null = as configured.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Rows per second at most, as an operator adjusted it for this rotation; null = as fast as it goes.</summary>
    public int? Pace { get; init; }

    /// <summary>The emergency that took over, where it was superseded.</summary>
    public RotationId? SupersededBy { get; init; }

    /// <summary>Who rolled it back, and why; null where nobody did.</summary>
    public RollbackOrder? Rollback { get; init; }

    /// <summary>When a rollback made the predecessor active again, UTC; null before that, and where its version was never active.</summary>
    public DateTimeOffset? ReactivatedAt { get; init; }

    /// <summary>What in the stored row this version cannot read: it was edited by hand, or written by a newer version. Null = nothing.</summary>
    public string? Unreadable { get; init; }

    /// <summary>The state in which it failed: where a retry goes on.</summary>
    public RotationState? FailedIn { get; init; }

    /// <summary>What went wrong last; never key bytes or plaintext.</summary>
    public string? LastError { get; init; }

    /// <summary>Attempts used up by failures that were retried.</summary>
    public int Attempts { get; init; }

    /// <summary>The next automatic attempt after a failure, UTC.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The trace of the request that opened it, or raised it (W3C traceparent); null where there was none.</summary>
    public string? TraceParent { get; init; }

    public bool IsOpen => EndedAt is null;

    /// <summary>Gone on to another state: nothing holds it any more, and its attempts are for what comes now.</summary>
    public Rotation MovedTo(RotationState state) => this with { State = state, Hold = null, Attempts = 0, NextAttemptAt = null };
}
