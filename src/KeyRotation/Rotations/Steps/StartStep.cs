using KeyRotation.Keys;

namespace KeyRotation.Rotations.Steps;

/// <summary>scheduled -> generating: notes which version is active at the start.</summary>
public sealed class StartStep(IRotationStore rotations, IKeyStore keys, TimeProvider time) : IRotationStep
{
    public RotationState State => RotationState.Scheduled;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var versions = await keys.ListVersionsAsync(work.Rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var next = work.Rotation.MovedTo(RotationState.Generating) with
        {
            FromVersion = versions.ActiveOf(work.Rotation.KeyType)?.Version,
            StartedAt = now,
        };
        await rotations.ChangeAsync(work.Fence, work.Rotation, next, RotationEvents.Moved(work.Rotation, next, now), cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }
}
