using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>Foresees the next rotation of each key type. Pure.</summary>
public static class UpcomingRotations
{
    /// <param name="rules">Policies, window, pauses.</param>
    /// <param name="versions">Of all key types.</param>
    /// <param name="open">Open rotations.</param>
    /// <param name="now">UTC.</param>
    /// <param name="heldUntil">By key type, when detection looks at it again after a rollback; null = none is held.</param>
    /// <returns>One for each key type, the next one first. A failed rotation waits for an operator and is not foreseen.</returns>
    public static IReadOnlyList<UpcomingRotation> Of(RotationRules rules, IReadOnlyList<KeyVersion> versions, IReadOnlyList<Rotation> open, DateTimeOffset now,
        IReadOnlyDictionary<string, DateTimeOffset>? heldUntil = null) =>
    [
        .. rules.Policies.All
            .Select(policy => Of(policy, rules, versions, open.FirstOrDefault(rotation => rotation.KeyType == policy.Name), heldUntil?.GetValueOrDefault(policy.Name) ?? default, now))
            .OfType<UpcomingRotation>()
            .OrderBy(upcoming => upcoming.At),
    ];

    private static UpcomingRotation? Of(KeyTypePolicy policy, RotationRules rules, IReadOnlyList<KeyVersion> versions, Rotation? open, DateTimeOffset heldUntil, DateTimeOffset now)
    {
        if (open is { State: RotationState.Failed })
            return null;
        if (open is not null)
        {
            var until = rules.HoldOf(open, now)?.Until ?? now;
            var inWindow = open.Priority == RotationPriority.Normal && !open.OutsideWindow;
            return new UpcomingRotation(policy.Name, inWindow ? InWindowFrom(until) : until, inWindow, open);
        }
        var active = versions.ActiveOf(policy.Name);
        if (active is null)
            return new UpcomingRotation(policy.Name, now, InWindow: false, null);
        var due = (active.ActivatedAt ?? active.CreatedAt) + policy.RotationInterval;
        due = due < heldUntil ? heldUntil : due;
        var ready = due < now ? now : due;
        return new UpcomingRotation(policy.Name, InWindowFrom(ready), InWindow: true, null);

        DateTimeOffset InWindowFrom(DateTimeOffset at) => rules.Window.Contains(at) ? at : rules.Window.NextOpening(at);
    }
}
