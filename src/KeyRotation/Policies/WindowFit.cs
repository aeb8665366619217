namespace KeyRotation.Policies;

/// <summary>Whether a key type's interval leaves its rotations in the window (docs/decisions/0006-windows-that-can-be-met.md). Pure.</summary>
public static class WindowFit
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A key that is due just after the window closed is severely overdue before it opens, and rotates outside it.</summary>
    public static bool IsOutrun(KeyTypePolicy policy, MaintenanceWindow window)
    {
        var longestWait = Day - TimeSpan.FromHours(window.DurationHours);
        var untilSeverelyOverdue = policy.RotationInterval * (KeyAge.SeverelyOverdueRatio - 1);
        return longestWait > untilSeverelyOverdue;
    }
}
