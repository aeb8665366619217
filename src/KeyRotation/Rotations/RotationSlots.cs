using KeyRotation.Claims;
using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>
/// At most this many rotations work at once in the whole cluster: a slot is a claim like any other, and is part of the fence. Who
/// asks leaves free what others need that go before it in the queue. An emergency takes one from routine work.
/// </summary>
public sealed class RotationSlots(ISlotStore slots, IRotationStore rotations, IKeyStore keys, RotationRules rules, int maxConcurrentRotations)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Work that counts against the limit; waiting for consumers does not, nor does a rollback that has moved no data yet.</summary>
    public static bool IsNeededBy(Rotation rotation) =>
        rotation.State != RotationState.Propagating && rotation is not { State: RotationState.RollingBack, ReactivatedAt: null };

    /// <param name="rotation">Which asks.</param>
    /// <param name="fence">The claim that it is worked on under.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The slot, or what the rotation waits for.</returns>
    public async Task<(Claim? Slot, RotationHold? Hold)> TryTakeAsync(Rotation rotation, Fence fence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var held = await slots.ListHeldAsync(cancellationToken).ConfigureAwait(false);
        // Its own: the node that had it in hand is gone, and others have kept it going, or its claim is not over yet.
        if (held.FirstOrDefault(slot => slot.Rotation == rotation.Id) is { } own && await slots.TryTakeAsync(own.Number, rotation.Id, cancellationToken).ConfigureAwait(false) is { } kept)
            return (kept, null);
        var open = await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        if (DependencyOf(rotation, open, now) is { } dependency)
            return (null, dependency);
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var ahead = RotationQueue.Ahead(rotation, open, rules.Policies, versions, other => MayRun(other, open, now), now);
        if (ahead.Count > 0 && maxConcurrentRotations - held.Count <= ahead.Count)
            return (null, NoSlot(rotation, now, $"{string.Join(", ", ahead.Select(other => other.KeyType))} goes first."));
        for (var slot = 1; slot <= maxConcurrentRotations; slot++)
            if (await slots.TryTakeAsync(slot, rotation.Id, cancellationToken).ConfigureAwait(false) is { } claim)
                return (claim, null);
        return await PreemptAsync(rotation, fence, open, versions, now, cancellationToken).ConfigureAwait(false) is { } taken
            ? (taken, null)
            : (null, NoSlot(rotation, now, $"All {maxConcurrentRotations} slots are at work."));
    }

    /// <summary>Whether or not one is held.</summary>
    internal async Task GiveBackAsync(RotationTurn turn)
    {
        if (turn.Drop() is { } slot)
            await slots.ReleaseAsync(slot, turn.SlotOf, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>From the last in the queue of those at work. Emergencies do not preempt emergencies.</summary>
    private async Task<Claim?> PreemptAsync(
        Rotation rotation, Fence fence, IReadOnlyList<Rotation> open, IReadOnlyList<KeyVersion> versions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (rotation.Priority != RotationPriority.Emergency)
            return null;
        var held = await slots.ListHeldAsync(cancellationToken).ConfigureAwait(false);
        var atWork = open.Where(other => held.Any(slot => slot.Rotation == other.Id) && other.Priority != RotationPriority.Emergency).ToLookup(other => rules.Policies.Find(other.KeyType) is not null);
        // Key types that this node does not know last: it cannot say how urgent they are, but an emergency they are not.
        foreach (var victim in RotationQueue.Order(atWork[true], rules.Policies, versions, now).Reverse().Concat(atWork[false]))
        {
            var hold = new RotationHold(Hold.Preempted, now + AskAgainAfter, $"Emergency rotation {rotation.Id} of {rotation.KeyType} took its slot.");
            if (await slots.PreemptAsync(fence, held.First(slot => slot.Rotation == victim.Id), victim, hold, rotation.Id, RotationEvents.Preempted(victim, rotation, now), cancellationToken).ConfigureAwait(false) is { } slot)
                return slot;
        }
        return null;
    }

    private bool MayRun(Rotation rotation, IReadOnlyList<Rotation> open, DateTimeOffset now) =>
        rules.HoldOf(rotation, now) is null && DependencyOf(rotation, open, now) is null;

    private RotationHold? DependencyOf(Rotation rotation, IReadOnlyList<Rotation> open, DateTimeOffset now) =>
        RotationDependencies.HoldOf(rotation, open, rules.Policies, other => rules.HoldOf(other, now) is null, now);

    /// <summary>One whose slot was taken goes on saying so until it has one again.</summary>
    private static RotationHold NoSlot(Rotation rotation, DateTimeOffset now, string detail) => rotation.Hold == Hold.Preempted
        ? new(Hold.Preempted, now + AskAgainAfter, rotation.HoldDetail)
        : new(Hold.NoSlot, now + AskAgainAfter, detail);
}
