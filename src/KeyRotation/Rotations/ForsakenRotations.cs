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
        // Whoever lets go of it on purpose says first what it waits for; begun, and waiting for nothing, it lost its holder. An emergency
        // that nobody has looked at yet is started at once too: the process that opened it may be dead.
        if (rotation.Hold is null && (rotation.State != RotationState.Scheduled || rotation.Priority == RotationPriority.Emergency))
            return rotation.NextAttemptAt is not { } again || again <= now;
        var expected = HeldUntil(rotation, now) ?? rotation.NextAttemptAt ?? rotation.StartedAt ?? rotation.NotBefore ?? rotation.ScheduledAt;
        return now - expected > Patience;
    }

    /// <summary>What was noted of a rule that holds it no more, since it was raised, executed or resumed meanwhile, says nothing.</summary>
    private static DateTimeOffset? HeldUntil(Rotation rotation, DateTimeOffset now) =>
        rotation.Hold is Hold.WindowClosed or Hold.Paused or Hold.Disabled or Hold.ClockSuspect && rotation.HoldUntil > now ? null : rotation.HoldUntil;
}
