using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Policies;
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

    private static readonly TimeSpan NoSlotAgainAfter = TimeSpan.FromSeconds(5);

    private readonly IRotationStore _rotations;
    private readonly IKeyStore _keys;
    private readonly IClaimStore _claims;
    private readonly RotationSlots _slots;
    private readonly RotationRules _rules;
    private readonly Dictionary<RotationState, IRotationStep> _steps;
    private readonly RotationFailures _failures;
    private readonly RotationInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<RotationService> _logger;

    public RotationService(
        IRotationStore rotations, IKeyStore keys, IClaimStore claims, RotationSlots slots, RotationRules rules, IEnumerable<IRotationStep> steps,
        RotationFailures failures, RotationInstruments instruments, TimeProvider time, ILogger<RotationService> logger)
    {
        _rotations = rotations;
        _keys = keys;
        _claims = claims;
        _slots = slots;
        _rules = rules;
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
        if (_rules.HoldOf(rotation, _time.GetUtcNow()) is { } hold)
            return await WaitAsync(rotation, hold.Hold, hold.Until, cancellationToken).ConfigureAwait(false);

        if (await _claims.TryTakeAsync($"rotation:{keyType}", cancellationToken).ConfigureAwait(false) is not { } claim)
            return new RotationProgress.InHandElsewhere();
        try
        {
            if (await _slots.TryTakeAsync(cancellationToken).ConfigureAwait(false) is not { } slot)
                return await WaitAsync(rotation, Hold.NoSlot, _time.GetUtcNow() + NoSlotAgainAfter, cancellationToken).ConfigureAwait(false);
            try
            {
                return await AdvanceAsync(keyType, policy, new Fence(claim, slot), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or ClaimLostException or RotationMovedException))
            {
                // The step's own retries are used up (store, escrow or key-encryption key away for long): nothing is undone.
                LogStepFailed(_logger, failure, keyType, rotation.Id);
                return await _failures.TryAgainLaterAsync(keyType, new Fence(claim, slot), failure, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await _claims.ReleaseAsync(slot, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            await _claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<RotationProgress> AdvanceAsync(string keyType, KeyTypePolicy policy, Fence fence, CancellationToken cancellationToken)
    {
        // Read again: it may have moved between our first look and the claim.
        if (await _rotations.FindOpenAsync(keyType, cancellationToken).ConfigureAwait(false) is not { } rotation)
            return new RotationProgress.NothingOpen();
        var record = (await _keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false)).Single(type => type.Name == keyType);
        using var scope = RotationScope(_logger, rotation.Id, keyType);
        while (rotation.IsOpen && rotation.State != RotationState.Failed)
        {
            var current = rotation;
            if (_rules.HoldOf(current, _time.GetUtcNow()) is { } hold)
                return await WaitAsync(current, hold.Hold, hold.Until, cancellationToken).ConfigureAwait(false);
            var work = new RotationWork(current, fence, policy, record) { MayGoOn = () => !cancellationToken.IsCancellationRequested && _rules.HoldOf(current, _time.GetUtcNow()) is null };
            using var activity = RotationActivities.StartStep(current);
            switch (await _steps[current.State].RunAsync(work, cancellationToken).ConfigureAwait(false))
            {
                case StepResult.Moved moved:
                    LogMoved(_logger, keyType, current.State, moved.Rotation.State, moved.Rotation.ToVersion);
                    break;
                case StepResult.Waits waits:
                    if (current.Hold != waits.Hold)
                        LogWaits(_logger, keyType, current.State, waits.Hold, waits.Detail);
                    return await WaitAsync(current, waits.Hold, _time.GetUtcNow() + waits.TryAgainAfter, cancellationToken).ConfigureAwait(false);
                case StepResult.Stopped:
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
                case StepResult.Broke broke:
                    await _failures.FailAsync(current, fence, broke.Reason, cancellationToken).ConfigureAwait(false);
                    break;
            }
            // As the store has it: an operator may have changed what it may do meanwhile.
            rotation = await _rotations.FindAsync(current.Id, cancellationToken).ConfigureAwait(false) ?? throw new RotationEndedException(current.Id);
        }
        _instruments.Ended(rotation, _time.GetUtcNow());
        return new RotationProgress.Ended(rotation);
    }

    private async Task<RotationProgress> WaitAsync(Rotation rotation, Hold hold, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await _rotations.NoteHoldAsync(rotation.Id, hold, cancellationToken).ConfigureAwait(false);
        return new RotationProgress.Waiting(rotation, hold, until);
    }

    [LoggerMessage(2001, LogLevel.Information, "{KeyType}: {From} -> {To}, version {Version}")]
    private static partial void LogMoved(ILogger logger, string keyType, RotationState from, RotationState to, int? version);

    [LoggerMessage(2002, LogLevel.Information, "{KeyType}: {State} waits, hold {Hold}. {Detail}")]
    private static partial void LogWaits(ILogger logger, string keyType, RotationState state, Hold hold, string detail);

    [LoggerMessage(2003, LogLevel.Warning, "{KeyType}: a step of rotation {RotationId} failed")]
    private static partial void LogStepFailed(ILogger logger, Exception failure, string keyType, RotationId rotationId);
}
