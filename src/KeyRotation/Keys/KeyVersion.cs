namespace KeyRotation.Keys;

/// <summary>
/// What the store knows of one key version. It carries the wrapped record, never the material.
/// </summary>
public sealed record KeyVersion
{
    /// <summary>The key type, in snake_case.</summary>
    public required string KeyType { get; init; }

    /// <summary>1, 2, 3 ...; never reused.</summary>
    public required int Version { get; init; }

    /// <summary>Where it stands in its life.</summary>
    public required KeyVersionState State { get; init; }

    /// <summary>When the version was inserted, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first became active; null while it never was.</summary>
    public DateTimeOffset? ActivatedAt { get; init; }

    /// <summary>When its grace period ends; null unless it was succeeded.</summary>
    public DateTimeOffset? GraceEndsAt { get; init; }

    /// <summary>When it was disabled last; null unless it was.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When its wrapped record was overwritten; null unless it is retired.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>When it was marked compromised; a mark on a version in any state, not a state.</summary>
    public DateTimeOffset? CompromisedAt { get; init; }

    /// <summary>When it came back from escrow into a store that had been restored to an older copy; null where the store never lost it.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>
    /// From when on nothing that an application sealed under it in good faith turns up any more: a sweep behind the acknowledgements of a
    /// successor, and then as long as a consumer seals without the store, and as long as it takes to commit. Null before that sweep, and while
    /// the version is active.
    /// </summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>The key-encryption key that wraps it: provider and fingerprint, never a secret.</summary>
    public required string KekId { get; init; }

    /// <summary>The wrapped record; null once the version is retired.</summary>
    public byte[]? WrappedRecord { get; init; }

    /// <summary>Identifies the material without revealing it; see <c>docs/format.md</c>. 16 bytes.</summary>
    public required byte[] CheckValue { get; init; }

    /// <summary>Consumers hold it in their rings: pending, active and grace versions.</summary>
    public bool IsReadable => State is KeyVersionState.Pending or KeyVersionState.Active or KeyVersionState.Grace;

    /// <summary>A ciphertext that turns up under it now may be forged: others know the key, and no application seals under it any more.</summary>
    public bool IsForgeable(DateTimeOffset now) => CompromisedAt is not null && SettlesAt <= now;
}
