using System.Diagnostics.CodeAnalysis;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>
/// Who goes first: priority, then the key type's priority, then age / interval (largest first), then time of scheduling. Pure:
/// every node sees the same order.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The queue of rotations is the operators' word; nobody takes it for a collection.")]
public static class RotationQueue
{
    /// <param name="open">Open rotations, in any order.</param>
    /// <param name="policies">Of their key types.</param>
    /// <param name="versions">Of their key types; others are ignored.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="KeyTypeUnknownException">A rotation of a key type that has no policy.</exception>
    public static IReadOnlyList<Rotation> Order(
        IEnumerable<Rotation> open, KeyTypePolicies policies, IReadOnlyCollection<KeyVersion> versions, DateTimeOffset now) =>
        [.. open.OrderByDescending(rotation => PlaceOf(rotation, policies.Of(rotation.KeyType), versions, now))];

    /// <summary>Rotations that wait for a slot, may run, and go before this one.</summary>
    /// <param name="rotation">One of the open ones.</param>
    /// <param name="open">All open rotations.</param>
    /// <param name="policies">Of the key types; a rotation of a key type that has none is not counted.</param>
    /// <param name="versions">Of the key types.</param>
    /// <param name="mayRun">Whether nothing but a slot is missing to a rotation.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<Rotation> Ahead(
        Rotation rotation, IReadOnlyCollection<Rotation> open, KeyTypePolicies policies, IReadOnlyCollection<KeyVersion> versions, Func<Rotation, bool> mayRun, DateTimeOffset now)
    {
        var place = PlaceOf(rotation, policies.Of(rotation.KeyType), versions, now);
        return [.. open.Where(other => other.Id != rotation.Id && WaitsForSlot(other) && mayRun(other)
            && policies.Find(other.KeyType) is { } policy && PlaceOf(other, policy, versions, now) > place)];
    }

    /// <summary>One that has begun and waits has said so; one that has not begun may not have been asked yet.</summary>
    private static bool WaitsForSlot(Rotation rotation) =>
        rotation.State == RotationState.Scheduled || (rotation.State != RotationState.Failed && rotation.Hold is Hold.NoSlot or Hold.Preempted);

    private static QueuePlace PlaceOf(Rotation rotation, KeyTypePolicy policy, IReadOnlyCollection<KeyVersion> versions, DateTimeOffset now) =>
        new(rotation.Priority, policy.Priority, AgeRatioOf(policy, versions, now), rotation.ScheduledAt, rotation.Id.ToString());

    /// <summary>Age / interval of the key type's active version; positive infinity where none is active.</summary>
    internal static double AgeRatioOf(KeyTypePolicy policy, IReadOnlyCollection<KeyVersion> versions, DateTimeOffset now) =>
        versions.ActiveOf(policy.Name) is { } active
            ? KeyAge.Of(active, policy, now).Ratio
            : double.PositiveInfinity;
}
