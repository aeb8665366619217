using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>Whether a rotation may run at a moment. Pure.</summary>
public static class RotationGate
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Null when it may run; else what holds it. An emergency is held by nothing but its own retry delay. A rotation of high
    /// priority passes outside the window, not through a pause. A normal one waits for the window. What an operator executed waits
    /// for neither the window nor its time, and runs while disabled too; a pause holds it.
    /// </summary>
    /// <param name="rotation">An open rotation.</param>
    /// <param name="window">When normal rotations run.</param>
    /// <param name="isEnabled">`Scheduler:Enabled`; false holds what detection opened, not what somebody asked for.</param>
    /// <param name="now">UTC.</param>
    /// <param name="isPaused">A pause is in force that covers this rotation's key type.</param>
    public static RotationHold? HoldOf(Rotation rotation, MaintenanceWindow window, bool isEnabled, DateTimeOffset now, bool isPaused = false)
    {
        if (rotation.NextAttemptAt is { } attempt && attempt > now)
            return new RotationHold(Hold.Throttled, attempt, rotation.LastError);
        if (rotation.Priority == RotationPriority.Emergency)
            return null;
        if (!rotation.OutsideWindow && HoldOfItsSchedule(rotation, isEnabled, now) is { } hold)
            return hold;
        if (isPaused)
            return new RotationHold(Hold.Paused, now + AskAgainAfter);
        if (rotation.Priority == RotationPriority.Normal && !rotation.OutsideWindow && !window.Contains(now))
            return new RotationHold(Hold.WindowClosed, window.NextOpening(now));
        return null;
    }

    private static RotationHold? HoldOfItsSchedule(Rotation rotation, bool isEnabled, DateTimeOffset now)
    {
        if (rotation.NotBefore is { } notBefore && notBefore > now)
            return new RotationHold(Hold.WindowClosed, notBefore);
        // Somebody asked for it: `enabled = false` stops detection, not requests.
        return !isEnabled && rotation.RequestedBy == Rotation.Scheduler ? new RotationHold(Hold.Disabled, now + AskAgainAfter) : null;
    }
}
