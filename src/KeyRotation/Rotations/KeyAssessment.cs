using KeyRotation.Keys;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Restores;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>
/// Detection: opens the rotations that are due, raises those that became urgent while they waited, and starts every open one that
/// may run now, and frees triggers that failed, so that whatever lost its trigger is found within one check interval. Idempotent on any number of nodes.
/// </summary>
public sealed partial class KeyAssessment(
    IKeyStore keys, IRotationStore rotations, RotationRequests requests, RotationRules rules, RollbackHolds holds, StoreRestore restore, PauseBoard pauses, IPolicyLedger ledger, IScheduleControl schedule,
    TimeProvider time, ILogger<KeyAssessment> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await restore.TryRunAsync(cancellationToken).ConfigureAwait(false);
        await schedule.FreeFailedAsync(cancellationToken).ConfigureAwait(false);
        await OpenDueAsync(null, cancellationToken).ConfigureAwait(false);
        await pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        foreach (var rotation in await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false))
            if (rotation.State != RotationState.Failed && rules.Policies.Find(rotation.KeyType) is not null)
                await RunOrHoldAsync(rotation, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunOrHoldAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        if (rules.HoldOf(rotation, time.GetUtcNow()) is not { } hold)
            await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        else if (rotation is { State: RotationState.Scheduled, Hold: null })
            // Nobody has run it yet who would say what it waits for.
            await rotations.NoteHoldAsync(rotation, hold, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens what is due and raises what became urgent, of one key type or of all.</summary>
    public async Task OpenDueAsync(string? keyType, CancellationToken cancellationToken)
    {
        // By a clock that is wrong everything may look overdue; the other nodes assess all the same.
        if (!rules.IsEnabled || rules.IsClockSuspect)
            return;
        // Open rotations before versions: one that ends between the two reads is then seen as open, and nothing is opened twice.
        var open = await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        var versions = await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false);
        var policies = keyType is null ? rules.Policies.All : [rules.Policies.Of(keyType)];
        var input = new DetectionInput
        {
            HeldUntil = await holds.UntilAsync(policies.Select(policy => policy.Name), cancellationToken).ConfigureAwait(false),
            FormerIntervals = await ledger.FormerIntervalsAsync(cancellationToken).ConfigureAwait(false),
        };
        foreach (var planned in RotationPlanner.Plan(policies, versions, open.Select(rotation => rotation.KeyType).ToHashSet(), time.GetUtcNow(), input))
            await requests.OpenAsync(planned, Rotation.Scheduler, outsideWindow: false, cancellationToken).ConfigureAwait(false);
        foreach (var rotation in open)
            if (policies.FirstOrDefault(policy => policy.Name == rotation.KeyType) is { } policy)
                await EscalateAsync(rotation, policy, versions, cancellationToken).ConfigureAwait(false);
    }

    private async Task EscalateAsync(Rotation rotation, KeyTypePolicy policy, IReadOnlyList<KeyVersion> versions, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (RotationEscalation.Of(rotation, policy, versions, now) is not { } urgent)
            return;
        try
        {
            await rotations.EscalateAsync(rotation, urgent, RotationEvents.Escalated(rotation, urgent, now, Rotation.Scheduler), cancellationToken).ConfigureAwait(false);
        }
        catch (RotationMovedException)
        {
            // Another node raised it, or works on it already. The other key types are assessed all the same.
            return;
        }
        LogEscalated(logger, rotation.KeyType, rotation.Id, urgent.Reason);
    }

    [LoggerMessage(2007, LogLevel.Warning, "{KeyType}: rotation {RotationId} is severely overdue and does not wait for the window any longer. {Reason}")]
    private static partial void LogEscalated(ILogger logger, string keyType, RotationId rotationId, string reason);
}
