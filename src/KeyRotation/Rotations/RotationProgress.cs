namespace KeyRotation.Rotations;

/// <summary>What a run of a key type's rotation came to.</summary>
public abstract record RotationProgress
{
    private RotationProgress()
    {
    }

    /// <summary>The key type has no open rotation.</summary>
    public sealed record NothingOpen : RotationProgress;

    /// <summary>Another process works on it.</summary>
    public sealed record InHandElsewhere : RotationProgress;

    /// <summary>It waits; run it again at <paramref name="Until"/> at the latest.</summary>
    public sealed record Waiting(Rotation Rotation, Hold Hold, DateTimeOffset Until) : RotationProgress;

    /// <summary>It failed in passing and is tried again at <paramref name="At"/>.</summary>
    public sealed record RetryScheduled(Rotation Rotation, DateTimeOffset At) : RotationProgress;

    /// <summary>It reached its end, or `failed`.</summary>
    public sealed record Ended(Rotation Rotation) : RotationProgress;
}
