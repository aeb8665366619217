namespace KeyRotation.Rotations;

/// <summary>How long a new version waits for consumers that do not answer (`propagation_bound`).</summary>
/// <param name="Length">Default 10 minutes. When it is over, an emergency goes on; others go on waiting, and are alerted.</param>
public sealed record PropagationBound(TimeSpan Length)
{
    public bool IsOver(Rotation rotation, DateTimeOffset now) => rotation.PropagatingSince is { } since && now - since >= Length;

    /// <summary>The one stated exception to `nothing is encrypted under a version before every live consumer can read it`.</summary>
    public bool GoesOnWithout(Rotation rotation, DateTimeOffset now) => rotation.Priority == RotationPriority.Emergency && IsOver(rotation, now);
}
