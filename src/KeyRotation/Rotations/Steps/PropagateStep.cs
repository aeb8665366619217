using System.Diagnostics;
using KeyRotation.Consumers;
using KeyRotation.Keys;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// propagating: the version stays pending until every live consumer has acknowledged that it holds it; then it is activated and
/// its predecessor goes to grace, in one transaction. Nothing is encrypted under a version that somebody cannot read yet. The one
/// exception is an emergency, which goes on without those that have not answered when the bound is over, and says who they are.
/// </summary>
public sealed partial class PropagateStep(
    IRotationStore rotations, IKeyStore keys, IKeyRings rings, IConsumerDirectory consumers, PropagationBound bound, TimeProvider time, ILogger<PropagateStep> logger)
    : IRotationStep
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Consumers that are well answer within their poll: whoever comes back in a second is late for an emergency.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    public RotationState State => RotationState.Propagating;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var rotation = work.Rotation;
        var versions = await keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var version = versions.Single(candidate => candidate.Version == rotation.ToVersion);
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        var missing = await WaitForAsync(work, version, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (missing.Count > 0 && !bound.GoesOnWithout(rotation, now))
            return WaitFor(version.Version, missing);

        var hasPredecessor = versions.Any(candidate => candidate.Version != version.Version && candidate.IsReadable);
        var next = rotation.MovedTo(hasPredecessor ? RotationState.Migrating : RotationState.Completed) with
        {
            Outcome = hasPredecessor ? null : RotationOutcome.Success,
            EndedAt = hasPredecessor ? null : now,
        };
        var activation = new Activation(version.Version, version.CheckValue, now, now + work.Policy.GracePeriod) { Without = missing };
        try
        {
            await rotations.ActivateAsync(work.Fence, rotation, next, activation, RotationEvents.Activated(rotation, next, now, missing), cancellationToken).ConfigureAwait(false);
        }
        catch (ConsumersMissingException late)
        {
            return WaitFor(version.Version, late.Consumers);
        }
        if (missing.Count > 0)
            LogWithout(logger, rotation.KeyType, version.Version, string.Join(", ", missing));
        await rings.RefreshAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }

    /// <summary>For a little while only: it holds a thread of the scheduler.</summary>
    /// <returns>Who does not hold the version yet.</returns>
    private async Task<IReadOnlyList<string>> WaitForAsync(RotationWork work, KeyVersion version, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var missing = await consumers.NotHoldingAsync(version.KeyType, version.Version, version.CheckValue, cancellationToken).ConfigureAwait(false);
            if (missing.Count == 0 || Stopwatch.GetElapsedTime(began) > Patience || !await work.MayGoOnAsync(cancellationToken).ConfigureAwait(false))
                return missing;
            await Task.Delay(LookAgainAfter, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static StepResult.Waits WaitFor(int version, IReadOnlyList<string> consumers) =>
        new(Hold.Consumers, $"Version {version} is not yet held by {string.Join(", ", consumers)}.", TryAgainAfter);

    [LoggerMessage(2006, LogLevel.Warning, "{KeyType}: version {Version} is active in an emergency without an answer of {Consumers}; what they cannot read yet they read after their next refresh")]
    private static partial void LogWithout(ILogger logger, string keyType, int version, string consumers);
}
