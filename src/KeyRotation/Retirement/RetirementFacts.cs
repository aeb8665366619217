using KeyRotation.Keys;

namespace KeyRotation.Retirement;

/// <summary>What is so at one look, as far as the retirement of a key type's versions depends on it.</summary>
public sealed record RetirementFacts
{
    public required string KeyType { get; init; }

    /// <summary>When the store was looked at, on its clock.</summary>
    public required DateTimeOffset DatabaseNow { get; init; }

    /// <summary>Of the key type's latest activation, when the store was looked at. A change may only be committed while it is the latest.</summary>
    public long Activation { get; init; }

    /// <summary>The store's, at the look.</summary>
    public Guid Incarnation { get; init; }

    /// <summary>When the store was last found to be an older copy of itself, by policy time; null = never.</summary>
    public DateTimeOffset? StoreRestoredAt { get; init; }

    public IReadOnlyList<KeyVersion> Versions { get; init; } = [];

    /// <summary>By version that may be disabled or retired.</summary>
    public IReadOnlyDictionary<int, WriteFloor> Floors { get; init; } = new Dictionary<int, WriteFloor>();

    /// <summary>The rotation that is not over, in words; null = none is.</summary>
    public string? OpenRotation { get; init; }

    /// <summary>Adoptions and claims that could write ciphertext of the key type, in words.</summary>
    public IReadOnlyList<string> WritersAtWork { get; init; } = [];

    /// <summary>By version that is disabled.</summary>
    public IReadOnlyDictionary<int, DisablingStand> Disablings { get; init; } = new Dictionary<int, DisablingStand>();

    /// <summary>Attempts to open something under a disabled version, refused or not, the last of each.</summary>
    public IReadOnlyList<AttemptedOpen> Attempts { get; init; } = [];

    /// <summary>Quarantined ciphertexts by the version that they name, of every rotation and adoption that there was.</summary>
    public IReadOnlyDictionary<int, long> Quarantined { get; init; } = new Dictionary<int, long>();

    public IReadOnlyList<ClockJump> ClockJumps { get; init; } = [];

    /// <summary>Registered targets of the key type, those that are gone for good left out.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Those of them that this node is not configured with.</summary>
    public IReadOnlyList<string> MissingTargets { get; init; } = [];

    /// <summary>Those that this node is configured with elsewhere than they are registered, a sentence each.</summary>
    public IReadOnlyList<string> TargetDifferences { get; init; } = [];

    /// <summary>What was counted; null = nothing was yet.</summary>
    public Census? Census { get; init; }
}
