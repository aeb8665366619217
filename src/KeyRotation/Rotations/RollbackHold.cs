namespace KeyRotation.Rotations;

/// <summary>
/// After a rollback, detection leaves the key type alone for some days: the key that is active again is as old as before, and
/// would be rotated into the same trouble within the hour. An operator who schedules a rotation ends the hold.
/// </summary>
public static class RollbackHold
{
    /// <summary>Days that detection is held after a rollback (`rollback_hold_days`).</summary>
    public const int DefaultDays = 7;

    /// <param name="lastOfKeyType">The key type's latest rotation, open or ended; null when it never had one.</param>
    /// <param name="days">0 = no hold.</param>
    /// <returns>When the hold ends; null when there is none.</returns>
    public static DateTimeOffset? Until(Rotation? lastOfKeyType, int days = DefaultDays) =>
        days > 0 && lastOfKeyType is { State: RotationState.RolledBack, EndedAt: { } ended } ? ended.AddDays(days) : null;
}
