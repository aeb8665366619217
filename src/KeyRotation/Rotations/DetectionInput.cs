namespace KeyRotation.Rotations;

/// <summary>What detection takes into account beside policies, versions and open rotations.</summary>
public sealed record DetectionInput
{
    /// <summary>False: nothing is detected. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// By key type, when its <see cref="RollbackHold"/> ends; none by default. Held: routine, policy_update and severely_overdue.
    /// A key type without an active version is never held.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset> HeldUntil { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>
    /// By key type, the interval that applied when keys were last assessed. Where it was longer than the policy's, a key that the
    /// change made due has the trigger policy_update. None by default.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan> FormerIntervals { get; init; } = new Dictionary<string, TimeSpan>();
}
