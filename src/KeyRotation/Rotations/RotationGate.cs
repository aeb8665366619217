using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>Whether a rotation may run at a moment. Pure.</summary>
public static class RotationGate
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>Null when it may run; else what holds it.</summary>
    public static RotationHold? HoldOf(Rotation rotation, MaintenanceWindow window, bool isEnabled, DateTimeOffset now)
    {
        if (rotation.NextAttemptAt is { } attempt && attempt > now)
            return new RotationHold(Hold.Throttled, attempt);
        if (rotation.Priority == RotationPriority.Emergency)
            return null;
        if (rotation.NotBefore is { } notBefore && notBefore > now)
            return new RotationHold(Hold.WindowClosed, notBefore);
        // Somebody asked for it: `enabled = false` stops detection, not requests.
        if (!isEnabled && rotation.RequestedBy == Rotation.Scheduler)
            return new RotationHold(Hold.Disabled, now + AskAgainAfter);
        if (rotation.Priority == RotationPriority.Normal && !rotation.OutsideWindow && !window.Contains(now))
            return new RotationHold(Hold.WindowClosed, window.NextOpening(now));
        return null;
    }
}
