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

    private static QueuePlace PlaceOf(Rotation rotation, KeyTypePolicy policy, IReadOnlyCollection<KeyVersion> versions, DateTimeOffset now) =>
        new(rotation.Priority, policy.Priority, AgeRatioOf(policy, versions, now), rotation.ScheduledAt, rotation.Id.ToString());

    /// <summary>Age / interval of the key type's active version; positive infinity where none is active.</summary>
    internal static double AgeRatioOf(KeyTypePolicy policy, IReadOnlyCollection<KeyVersion> versions, DateTimeOffset now) =>
        versions.SingleOrDefault(version => version.KeyType == policy.Name && version.State == KeyVersionState.Active) is { } active
            ? KeyAge.Of(active, policy, now).Ratio
            : double.PositiveInfinity;
}
