namespace KeyRotation.Rotations;

/// <summary>What a step of a rotation came to.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>The rotation stands elsewhere now; the next step follows at once.</summary>
    public sealed record Moved(Rotation Rotation) : StepResult;

    /// <summary>Nothing to do until something else happens; tried again after a while.</summary>
    public sealed record Waits(Hold Hold, string Detail, TimeSpan TryAgainAfter) : StepResult;

    /// <summary>Stopped between two batches, since it may not go on now.</summary>
    public sealed record Stopped : StepResult;

    /// <summary>It cannot go on without an operator.</summary>
    public sealed record Broke(string Reason) : StepResult;
}
