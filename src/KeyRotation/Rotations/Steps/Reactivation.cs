using KeyRotation.Consumers;
using KeyRotation.Keys;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// The predecessor becomes the active version again, like any activation: every live consumer has acknowledged that it holds it, then
/// one transaction makes it active, sends the version that failed to grace, and counts an activation. A rollback goes on without nobody:
/// the exception that emergencies have is for their replacement.
/// </summary>
public sealed class Reactivation(IRotationStore rotations, IKeyRings rings, IConsumerDirectory consumers, TimeProvider time)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    internal async Task<StepResult> RunAsync(RotationWork work, KeyVersion predecessor, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        // Disabled or marked compromised since somebody asked for the rollback.
        if (RollbackRules.ObstacleOf(rotation, predecessor) is { } obstacle)
            return new StepResult.Broke(obstacle.Detail);
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var missing = await consumers.NotHoldingAsync(rotation.KeyType, predecessor.Version, predecessor.CheckValue, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            return WaitFor(predecessor.Version, missing);

        var now = time.GetUtcNow();
        // The bound on waiting for consumers counts anew: now they are to acknowledge the activation.
        var next = rotation.MovedTo(RotationState.RollingBack) with { ReactivatedAt = now, PropagatingSince = now };
        var activation = new Activation(predecessor.Version, predecessor.CheckValue, now, now + work.Policy.GracePeriod);
        try
        {
            await rotations.ActivateAsync(work.Fence, rotation, next, activation, RotationEvents.Reactivated(next, now), cancellationToken).ConfigureAwait(false);
        }
        catch (ConsumersMissingException late)
        {
            return WaitFor(predecessor.Version, late.Consumers);
        }
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }

    private static StepResult.Waits WaitFor(int version, IReadOnlyList<string> consumers) =>
        new(Hold.Consumers, $"Version {version}, which is to be active again, is not yet held by {string.Join(", ", consumers)}.", AskAgainAfter);
}
