using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>
/// What an open rotation has become by waiting: a routine one whose key is severely overdue by now does not wait for the window any
/// longer. Pure.
/// </summary>
public static class RotationEscalation
{
    /// <returns>The rotation with its new trigger, priority and reason; null when nothing changes.</returns>
    public static Rotation? Of(Rotation rotation, KeyTypePolicy policy, IReadOnlyCollection<KeyVersion> versions, DateTimeOffset now)
    {
        if (rotation.Priority != RotationPriority.Normal || rotation.RequestedBy != Rotation.Scheduler || rotation.State is RotationState.Failed or RotationState.RollingBack || rotation.NotBefore > now)
            return null;
        // Once the new version is active the old key's age is over: what is left is migration, which has its window.
        var active = versions.ActiveOf(rotation.KeyType);
        if (active is null || active.Version == rotation.ToVersion || !KeyAge.Of(active, policy, now).IsSeverelyOverdue)
            return null;
        return rotation with { Trigger = RotationTrigger.SeverelyOverdue, Priority = RotationPriority.High, Reason = RotationPlanner.AgeReason(policy, active, now) };
    }
}
