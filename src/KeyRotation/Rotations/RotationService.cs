using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Restores;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>
/// Takes a key type's open rotation as far as holds allow (docs/states.md). It is re-entrant: killed at any instruction and run
/// again by any node, it goes on from what the store says. Everything it commits is fenced by the rotation's claim and a slot.
/// </summary>
public sealed partial class RotationService
{
    private static readonly Func<ILogger, RotationId, string, IDisposable?> RotationScope =
        LoggerMessage.DefineScope<RotationId, string>("rotation {RotationId} of {KeyType}");

    /// <summary>A hold that is asked for each second is not written each second.</summary>
    private static readonly TimeSpan HoldUntilGranularity = TimeSpan.FromMinutes(1);

    private readonly IRotationStore _rotations;
    private readonly IKeyStore _keys;
    private readonly IClaimStore _claims;
    private readonly RotationSlots _slots;
    private readonly StoreRestore _restore;
    private readonly RotationRules _rules;
    private readonly PauseBoard _pauses;
    private readonly Dictionary<RotationState, IRotationStep> _steps;
    private readonly RotationFailures _failures;
    private readonly RotationInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<RotationService> _logger;

    public RotationService(
        IRotationStore rotations, IKeyStore keys, IClaimStore claims, RotationSlots slots, StoreRestore restore, RotationRules rules, PauseBoard pauses, IEnumerable<IRotationStep> steps,
        RotationFailures failures, RotationInstruments instruments, TimeProvider time, ILogger<RotationService> logger)
    {
        _rotations = rotations;
        _keys = keys;
        _claims = claims;
        _slots = slots;
        _restore = restore;
        _rules = rules;
        _pauses = pauses;
        _steps = steps.ToDictionary(step => step.State);
        _failures = failures;
        _instruments = instruments;
        _time = time;
        _logger = logger;
    }

    /// <exception cref="ClaimLostException">Another node took over; it goes on there.</exception>
    public async Task<RotationProgress> RunAsync(string keyType, CancellationToken cancellationToken)
    {
        var policy = _rules.Policies.Of(keyType);
        if (await _rotations.FindOpenAsync(keyType, cancellationToken).ConfigureAwait(false) is not { } rotation)
            return new RotationProgress.NothingOpen();
        if (rotation.State == RotationState.Failed)
            return new RotationProgress.Ended(rotation);
        await _pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (_rules.HoldOf(rotation, _time.GetUtcNow()) is { } hold)
            return await WaitAsync(rotation, hold, cancellationToken).ConfigureAwait(false);
        if (await _restore.HoldOfAsync(rotation, cancellationToken).ConfigureAwait(false) is { } lost)
            return await WaitAsync(rotation, lost, cancellationToken).ConfigureAwait(false);

        if (await _claims.TryTakeAsync(RotationClaim.Of(keyType), cancellationToken).ConfigureAwait(false) is not { } claim)
            return new RotationProgress.InHandElsewhere();
        var turn = new RotationTurn(claim);
        try
        {
            return await AdvanceAsync(keyType, policy, turn, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ClaimLostException or RotationMovedException))
        {
            // The step's own retries are used up (store, escrow or key-encryption key away for long): nothing is undone.
            LogStepFailed(_logger, failure, keyType, rotation.Id);
            return await _failures.TryAgainLaterAsync(keyType, turn.Fence, failure, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _slots.GiveBackAsync(turn).ConfigureAwait(false);
            await _claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<RotationProgress> AdvanceAsync(string keyType, KeyTypePolicy policy, RotationTurn turn, CancellationToken cancellationToken)
    {
        // Read again: it may have moved between our first look and the claim.
        if (await _rotations.FindOpenAsync(keyType, cancellationToken).ConfigureAwait(false) is not { } rotation)
            return new RotationProgress.NothingOpen();
        var record = (await _keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false)).Single(type => type.Name == keyType);
        using var scope = RotationScope(_logger, rotation.Id, keyType);
        while (rotation.IsOpen && rotation.State != RotationState.Failed)
        {
            var current = rotation;
            if (await HoldOfAsync(current, turn, cancellationToken).ConfigureAwait(false) is { } hold)
                return await WaitAsync(current, hold, cancellationToken).ConfigureAwait(false);
            if (await ProblemOfAsync(current, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                await _failures.RefuseDamagedAsync(current, turn.Fence, problem, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await ShowAtWorkAsync(current, cancellationToken).ConfigureAwait(false);
                var work = new RotationWork(current, turn.Fence, policy, record)
                {
                    MayGoOnAsync = MayGoOn(current, turn),
                    TempoAsync = new LiveTempo(_rotations, current, _time).ReadAsync,
                    ProveClaimsAsync = token => _claims.RenewAsync(turn.Fence, token),
                };
                if (await StepAsync(work, cancellationToken).ConfigureAwait(false) is { } waits)
                    return await WaitAsync(current, waits, cancellationToken).ConfigureAwait(false);
            }
            // As the store has it: an operator may have changed what it may do meanwhile.
            rotation = await _rotations.FindAsync(current.Id, cancellationToken).ConfigureAwait(false) ?? throw new RotationEndedException(current.Id);
        }
        _instruments.Ended(rotation, _time.GetUtcNow());
        return new RotationProgress.Ended(rotation);
    }

    private Func<CancellationToken, Task<bool>> MayGoOn(Rotation rotation, RotationTurn turn)
    {
        var keeper = new ClaimKeeper(_claims, turn.Fence);
        return async cancellationToken => _rules.HoldOf(rotation, _time.GetUtcNow()) is null && await keeper.KeepAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>By schedule, by command, by the queue. A slot is taken where the state needs one, and given back where it does not.</summary>
    private async Task<RotationHold?> HoldOfAsync(Rotation rotation, RotationTurn turn, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (_rules.HoldOf(rotation, now) is { } hold)
            return hold;
        if (RotationSlots.IsNeededBy(rotation))
        {
            if (turn.Slot is not null)
                return null;
            var (slot, missing) = await _slots.TryTakeAsync(rotation, turn.Fence, now, cancellationToken).ConfigureAwait(false);
            turn.Hold(slot, rotation.Id);
            return missing;
        }
        await _slots.GiveBackAsync(turn).ConfigureAwait(false);
        return null;
    }

    private async Task<string?> ProblemOfAsync(Rotation rotation, CancellationToken cancellationToken) =>
        RotationIntegrity.ProblemOf(rotation, await _keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false));

    /// <returns>What the step waits for; null when it came to an end, whichever.</returns>
    private async Task<RotationHold?> StepAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var current = work.Rotation;
        using var activity = RotationActivities.StartStep(current);
        switch (await _steps[current.State].RunAsync(work, cancellationToken).ConfigureAwait(false))
        {
            case StepResult.Moved moved when moved.Rotation.State != current.State:
                LogMoved(_logger, current.KeyType, current.State, moved.Rotation.State, moved.Rotation.ToVersion is { } version ? $", version {version}" : "");
                return null;
            case StepResult.Waits waits:
                if (current.Hold != waits.Hold || current.HoldDetail != waits.Detail)
                    LogWaits(_logger, current.KeyType, current.State, waits.Hold, waits.Detail);
                return new RotationHold(waits.Hold, _time.GetUtcNow() + waits.TryAgainAfter, waits.Detail);
            case StepResult.Stopped:
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            case StepResult.Broke broke:
                await _failures.FailAsync(current, work.Fence, broke.Reason, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }

    /// <summary>What waited for the window or a slot no longer does. A hold of the step's own is the step's to lift.</summary>
    private Task ShowAtWorkAsync(Rotation rotation, CancellationToken cancellationToken) =>
        rotation.Hold is null or Hold.Consumers or Hold.LateWriters || (rotation.Hold is Hold.Dependency && RotationStates.Migrates(rotation.State))
            ? Task.CompletedTask
            : _rotations.NoteHoldAsync(rotation, null, cancellationToken);

    private async Task<RotationProgress> WaitAsync(Rotation rotation, RotationHold hold, CancellationToken cancellationToken)
    {
        // What this node's own clock holds up says nothing to the others: an emergency is theirs to start.
        if (hold.Hold == Hold.ClockSuspect && rotation.Priority == RotationPriority.Emergency)
            return new RotationProgress.Waiting(rotation, hold.Hold, hold.Until);
        if (rotation.Hold != hold.Hold || rotation.HoldDetail != hold.Detail || rotation.HoldUntil is not { } until || (hold.Until - until).Duration() > HoldUntilGranularity)
            await _rotations.NoteHoldAsync(rotation, hold, cancellationToken).ConfigureAwait(false);
        return new RotationProgress.Waiting(rotation, hold.Hold, hold.Until);
    }

    [LoggerMessage(2001, LogLevel.Information, "{KeyType}: {From} -> {To}{Version}")]
    private static partial void LogMoved(ILogger logger, string keyType, RotationState from, RotationState to, string version);

    [LoggerMessage(2002, LogLevel.Information, "{KeyType}: {State} waits, hold {Hold}. {Detail}")]
    private static partial void LogWaits(ILogger logger, string keyType, RotationState state, Hold hold, string detail);

    [LoggerMessage(2003, LogLevel.Warning, "{KeyType}: a step of rotation {RotationId} failed")]
    private static partial void LogStepFailed(ILogger logger, Exception failure, string keyType, RotationId rotationId);
}
