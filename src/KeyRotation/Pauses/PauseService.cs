using KeyRotation.Audit;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Pauses;

/// <summary>
/// Holds and frees routine work (docs/cluster.md, "Pause and resume"). The store is changed first; then Quartz is brought into
/// line with it, and every node brings it into line again where a process died in between.
/// </summary>
public sealed partial class PauseService(
    IPauseStore store, PauseBoard board, IScheduleControl schedule, KeyAssessment assessment, KeyTypePolicies policies, ClockGuard clock, TimeProvider time, ILogger<PauseService> logger)
{
    /// <param name="keyType">Null = all.</param>
    /// <param name="reason">For people; may be empty.</param>
    /// <param name="until">When it lifts itself; null = when somebody resumes. In the future.</param>
    /// <param name="by">A user or a login.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    /// <returns>The pauses as they stand then.</returns>
    public Task<PausesInForce> PauseAsync(string? keyType, string reason, DateTimeOffset? until, string by, CancellationToken cancellationToken) =>
        PauseAsync(keyType, reason, until, by, null, cancellationToken);

    /// <summary>The same on a request in SQL, which is taken up with it.</summary>
    public async Task<PausesInForce> PauseAsync(string? keyType, string reason, DateTimeOffset? until, string by, Guid? request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pause = new Pause(keyType is null ? Pause.Everything : policies.Of(keyType).Name, reason, by, now, until);
        var standing = await store.ChangeAsync(pauses => pauses.With(pause), PauseEvents.Paused(pause), request, cancellationToken).ConfigureAwait(false);
        LogPaused(logger, pause.Scope, pause.Describe());
        await AlignAsync(cancellationToken).ConfigureAwait(false);
        return standing;
    }

    /// <summary>Frees routine work; what misfired meanwhile is assessed once.</summary>
    /// <param name="keyType">Null = all.</param>
    /// <param name="by">A user or a login.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    /// <returns>The pauses as they stand then.</returns>
    public Task<PausesInForce> ResumeAsync(string? keyType, string by, CancellationToken cancellationToken) => ResumeAsync(keyType, by, null, cancellationToken);

    /// <summary>The same on a request in SQL, which is taken up with it.</summary>
    public Task<PausesInForce> ResumeAsync(string? keyType, string by, Guid? request, CancellationToken cancellationToken)
    {
        var scope = keyType is null ? Pause.Everything : policies.Of(keyType).Name;
        return LiftAsync(
            pauses => keyType is null || pauses.All.Any(pause => pause.Covers(keyType)) ? pauses.Without(keyType, policies.All.Select(policy => policy.Name)) : null,
            PauseEvents.Resumed(scope, by, time.GetUtcNow()), scope, by, request, cancellationToken);
    }

    /// <summary>Ends pauses whose time is over; not by a clock that is suspect.</summary>
    public Task LiftExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return clock.RefusesWork || board.Current.All.All(pause => pause.IsInForce(now))
            ? Task.CompletedTask
            : LiftAsync(pauses => pauses.At(now), PauseEvents.Lifted(now), "what was paused until now", Rotation.Scheduler, null, cancellationToken);
    }

    /// <summary>
    /// Brings Quartz's pause state into line with the store's. It looks again after it wrote: of several that do so at once, the
    /// last one has seen the last change.
    /// </summary>
    public async Task AlignAsync(CancellationToken cancellationToken)
    {
        PausesInForce applied;
        do
        {
            applied = await board.RefreshAsync(cancellationToken).ConfigureAwait(false);
            foreach (var policy in policies.All)
                await schedule.ShowPauseAsync(policy.Name, applied.Of(policy.Name, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
        while (!applied.All.SequenceEqual((await board.RefreshAsync(cancellationToken).ConfigureAwait(false)).All));
    }

    private async Task<PausesInForce> LiftAsync(Func<PausesInForce, PausesInForce?> change, AuditEvent @event, string scope, string by, Guid? request, CancellationToken cancellationToken)
    {
        var changed = false;
        var standing = await store.ChangeAsync(
            pauses =>
            {
                var next = change(pauses);
                changed = next is not null && !next.All.SequenceEqual(pauses.All);
                return changed ? next : null;
            },
            @event, request, cancellationToken).ConfigureAwait(false);
        if (changed)
            LogResumed(logger, scope, by);
        await AlignAsync(cancellationToken).ConfigureAwait(false);
        if (changed && !Rehearsal.IsOn)
            await assessment.RunAsync(cancellationToken).ConfigureAwait(false);
        return standing;
    }

    [LoggerMessage(2401, LogLevel.Information, "Routine rotations are held ({Scope}). {Pause}")]
    private static partial void LogPaused(ILogger logger, string scope, string pause);

    [LoggerMessage(2402, LogLevel.Information, "Routine rotations go on ({Scope}), by {By}")]
    private static partial void LogResumed(ILogger logger, string scope, string by);
}
