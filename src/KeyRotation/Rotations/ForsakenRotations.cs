namespace KeyRotation.Rotations;

/// <summary>
/// Whether an open rotation is left alone that should be at work: its trigger was lost with the process that was to ask for it, or its
/// holder died. Pure.
/// </summary>
public static class ForsakenRotations
{
    /// <summary>How long after it was to be asked again: longer than what its row may lag behind, and than a claim lives.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <param name="rotation">An open rotation that nobody has in hand and that neither window nor pause holds.</param>
    /// <param name="now">UTC.</param>
    public static bool Contains(Rotation rotation, DateTimeOffset now)
    {
        if (rotation.State == RotationState.Failed)
            return false;
        // An emergency that nobody has looked at yet is started at once; the process that opened it may be dead.
        if (rotation is { Priority: RotationPriority.Emergency, State: RotationState.Scheduled, Hold: null })
            return true;
        var expected = rotation.HoldUntil ?? rotation.NextAttemptAt ?? rotation.StartedAt ?? rotation.NotBefore ?? rotation.ScheduledAt;
        return now - expected > Patience;
    }
}
