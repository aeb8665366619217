using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>
/// Detection: opens the rotations that are due and starts every open one that may run now, so that a rotation whose trigger was
/// lost is found within one check interval. Idempotent on any number of nodes.
/// </summary>
public sealed class KeyAssessment(IKeyStore keys, IRotationStore rotations, RotationRequests requests, RotationRules rules, IScheduleControl schedule, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await OpenDueAsync(null, cancellationToken).ConfigureAwait(false);
        foreach (var rotation in await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false))
            if (rotation.State != RotationState.Failed && rules.HoldOf(rotation, time.GetUtcNow()) is null)
                await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens what is due, of one key type or of all.</summary>
    public async Task OpenDueAsync(string? keyType, CancellationToken cancellationToken)
    {
        if (!rules.IsEnabled)
            return;
        // Open rotations before versions: one that ends between the two reads is then seen as open, and nothing is opened twice.
        var open = (await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false)).Select(rotation => rotation.KeyType).ToHashSet();
        var versions = await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false);
        var policies = keyType is null ? rules.Policies.All : [rules.Policies.Of(keyType)];
        foreach (var planned in RotationPlanner.Plan(policies, versions, open, time.GetUtcNow()))
            await requests.OpenAsync(planned, Rotation.Scheduler, outsideWindow: false, cancellationToken).ConfigureAwait(false);
    }
}
