using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>Key types that must not overlap (`rotate_after`). Pure.</summary>
public static class RotationDependencies
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>The hold of a rotation whose key type must not overlap with one that is at work or goes first; null when there is none.</summary>
    /// <param name="rotation">An open rotation. An emergency waits for nobody.</param>
    /// <param name="open">All open rotations.</param>
    /// <param name="policies">Of the key types.</param>
    /// <param name="mayRun">Whether window, pause and time let a rotation run: one that they hold before its start is not waited for.</param>
    /// <param name="now">UTC.</param>
    public static RotationHold? HoldOf(
        Rotation rotation, IReadOnlyCollection<Rotation> open, KeyTypePolicies policies, Func<Rotation, bool> mayRun, DateTimeOffset now)
    {
        if (rotation.Priority == RotationPriority.Emergency)
            return null;
        var other = open.FirstOrDefault(other => other.Id != rotation.Id && other.State != RotationState.Failed && IsWaitedForBy(rotation, other, policies, mayRun));
        return other is null
            ? null
            : new RotationHold(Hold.Dependency, now + AskAgainAfter, $"{rotation.KeyType} and {other.KeyType} must not overlap; rotation {other.Id} of {other.KeyType} goes first.");
    }

    private static bool IsWaitedForBy(Rotation rotation, Rotation other, KeyTypePolicies policies, Func<Rotation, bool> mayRun)
    {
        var comesAfter = ComesAfter(rotation, other, policies);
        if (!comesAfter && !ComesAfter(other, rotation, policies))
            return false;
        var hasStarted = rotation.State != RotationState.Scheduled;
        return other.State != RotationState.Scheduled
            ? !hasStarted || comesAfter
            : !hasStarted && comesAfter && mayRun(other);
    }

    private static bool ComesAfter(Rotation rotation, Rotation other, KeyTypePolicies policies) =>
        policies.Find(rotation.KeyType)?.RotateAfter.Contains(other.KeyType) == true;
}
