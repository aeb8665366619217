namespace KeyRotation.Rotations;

/// <summary>
/// What a rotation does in one of its states. A step may be killed at any instruction and is run again from its start: whatever
/// it finds in the store it goes on from there.
/// </summary>
public interface IRotationStep
{
    RotationState State { get; }

    Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken);
}
