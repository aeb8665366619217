using KeyRotation.Consumers;
using KeyRotation.Keys;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// propagating: the version stays pending until every live consumer has acknowledged that it holds it; then it is activated and
/// its predecessor goes to grace, in one transaction. Nothing is encrypted under a version that somebody cannot read yet.
/// </summary>
public sealed class PropagateStep(IRotationStore rotations, IKeyStore keys, IKeyRings rings, IConsumerDirectory consumers, TimeProvider time) : IRotationStep
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    public RotationState State => RotationState.Propagating;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        var versions = await keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var version = versions.Single(candidate => candidate.Version == rotation.ToVersion);
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var missing = await consumers.NotHoldingAsync(rotation.KeyType, version.Version, version.CheckValue, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            return WaitFor(version.Version, missing);

        var now = time.GetUtcNow();
        var hasPredecessor = versions.Any(candidate => candidate.Version != version.Version && candidate.IsReadable);
        var next = rotation with
        {
            State = hasPredecessor ? RotationState.Migrating : RotationState.Completed,
            Outcome = hasPredecessor ? null : RotationOutcome.Success,
            EndedAt = hasPredecessor ? null : now,
            Hold = null,
        };
        var activation = new Activation(version.Version, version.CheckValue, now, now + work.Policy.GracePeriod);
        try
        {
            await rotations.ActivateAsync(work.Fence, rotation, next, activation, RotationEvents.Activated(rotation, next, now), cancellationToken).ConfigureAwait(false);
        }
        catch (ConsumersMissingException late)
        {
            return WaitFor(version.Version, late.Consumers);
        }
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }

    private static StepResult.Waits WaitFor(int version, IReadOnlyList<string> consumers) =>
        new(Hold.Consumers, $"Version {version} is not yet held by {string.Join(", ", consumers)}.", TryAgainAfter);
}
