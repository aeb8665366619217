using KeyRotation.Migration;

namespace KeyRotation.Retirement;

/// <summary>A change that was found permitted, with what must still be so when it is committed.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Version">The key version.</param>
/// <param name="At">The moment, UTC, by policy time.</param>
/// <param name="Activation">The key type's latest activation at the look.</param>
/// <param name="QuietSince">Consumers that gave a sign later than this, on the database's clock, must have acknowledged a later activation.</param>
/// <param name="DisabledAt">Since when it is disabled, where it is; another moment = it was enabled and disabled meanwhile.</param>
public sealed record RetirementChange(string KeyType, int Version, DateTimeOffset At, long Activation, DateTimeOffset QuietSince, DateTimeOffset? DisabledAt)
{
    /// <summary>The store's incarnation at the look; a restore that was found since forgot who might be a consumer.</summary>
    public required Guid Incarnation { get; init; }

    /// <summary>The targets that were counted, and where; another one that is registered by then, or elsewhere, was counted by nobody.</summary>
    public IReadOnlyList<TargetPlace> Counted { get; init; } = [];
}
