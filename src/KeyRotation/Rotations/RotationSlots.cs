using KeyRotation.Claims;
using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>
/// At most this many rotations work at once in the whole cluster: a slot is a claim like any other, and is part of the fence. Who
/// asks leaves free what others need that go before it in the queue.
/// </summary>
public sealed class RotationSlots(IClaimStore claims, IRotationStore rotations, IKeyStore keys, RotationRules rules, int maxConcurrentRotations)
{
    private const string Prefix = "slot:";
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Work that counts against the limit; waiting for consumers does not.</summary>
    public static bool IsNeededIn(RotationState state) => state != RotationState.Propagating;

    /// <returns>The slot, or what the rotation waits for.</returns>
    public async Task<(Claim? Slot, RotationHold? Hold)> TryTakeAsync(Rotation rotation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        if (DependencyOf(rotation, open, now) is { } dependency)
            return (null, dependency);
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var ahead = RotationQueue.Ahead(rotation, open, rules.Policies, versions, other => MayRun(other, open, now), now);
        var held = ahead.Count == 0 ? 0 : (await claims.ListHeldAsync(Prefix, cancellationToken).ConfigureAwait(false)).Count;
        if (ahead.Count > 0 && maxConcurrentRotations - held <= ahead.Count)
            return (null, NoSlot(now, $"{string.Join(", ", ahead.Select(other => other.KeyType))} goes first."));
        for (var slot = 1; slot <= maxConcurrentRotations; slot++)
            if (await claims.TryTakeAsync($"{Prefix}{slot}", cancellationToken).ConfigureAwait(false) is { } claim)
                return (claim, null);
        return (null, NoSlot(now, $"All {maxConcurrentRotations} slots are at work."));
    }

    private bool MayRun(Rotation rotation, IReadOnlyList<Rotation> open, DateTimeOffset now) =>
        rules.HoldOf(rotation, now) is null && DependencyOf(rotation, open, now) is null;

    private RotationHold? DependencyOf(Rotation rotation, IReadOnlyList<Rotation> open, DateTimeOffset now) =>
        RotationDependencies.HoldOf(rotation, open, rules.Policies, other => rules.HoldOf(other, now) is null, now);

    private static RotationHold NoSlot(DateTimeOffset now, string detail) => new(Hold.NoSlot, now + AskAgainAfter, detail);
}
