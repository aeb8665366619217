using KeyRotation.Keys;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>Opens rotations, for detection and for people.</summary>
public sealed partial class RotationRequests(IRotationStore rotations, IKeyStore keys, RotationRules rules, IScheduleControl schedule, TimeProvider time, ILogger<RotationRequests> logger)
{
    private const int EmergencyAttempts = 10;

    /// <param name="planned">What to open.</param>
    /// <param name="requestedBy">A user, or <see cref="Rotation.Scheduler"/>.</param>
    /// <param name="outsideWindow">Run it outside the maintenance window too.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    public Task<OpenedRotation> OpenAsync(PlannedRotation planned, string requestedBy, bool outsideWindow, CancellationToken cancellationToken) =>
        OpenAsync(New(planned.KeyType, planned.Trigger, planned.Reason, requestedBy) with { OutsideWindow = outsideWindow }, planned.SeenActive, cancellationToken);

    /// <summary>What is wrong with a request, before anything is asked of the store; null when nothing is.</summary>
    public static Refusal? Check(ScheduleRequest request)
    {
        var priority = RotationTriggers.PriorityOf(request.Trigger);
        if (request.Priority is { } asked && asked != priority)
            return Refusals.PriorityContradictsTrigger(request.Trigger, asked);
        if (priority == RotationPriority.Emergency)
            return Refusals.EmergencyByName(request.Trigger);
        return request.Trigger is RotationTrigger.NoActiveKey or RotationTrigger.SeverelyOverdue ? Refusals.DetectedOnly(request.Trigger) : null;
    }

    /// <summary>Opens the rotation that somebody asks for, and runs it if nothing holds it.</summary>
    public async Task<Reply<Rotation>> ScheduleAsync(ScheduleRequest request, CancellationToken cancellationToken)
    {
        if (Check(request) is { } refusal)
            return refusal;
        var rotation = New(rules.Policies.Of(request.KeyType).Name, request.Trigger, request.Reason, request.By) with { NotBefore = request.NotBefore };
        return await OpenAndRunAsync(request.Id is { } id ? rotation with { Id = id } : rotation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for what detection would open, on somebody's word.</summary>
    public Task<Reply<Rotation>> ScheduleAsync(PlannedRotation planned, string by, CancellationToken cancellationToken) =>
        OpenAndRunAsync(New(planned.KeyType, planned.Trigger, planned.Reason, by), cancellationToken);

    private async Task<Reply<Rotation>> OpenAndRunAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(rotation, null, cancellationToken).ConfigureAwait(false);
        if (!opened.Opened)
            return Refusals.AlreadyOpen(rotation.KeyType, opened.Id);
        if (rules.HoldOf(rotation, time.GetUtcNow()) is { } hold)
            await schedule.RunAtAsync(rotation.KeyType, hold.Until, cancellationToken).ConfigureAwait(false);
        else
            await schedule.RunNowAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return rotation;
    }

    /// <summary>Opens, raises or supersedes, and runs at once (docs/states.md, "Emergencies").</summary>
    public async Task<EmergencyOpened> EmergencyAsync(EmergencyRequest request, CancellationToken cancellationToken)
    {
        var rotation = New(rules.Policies.Of(request.KeyType).Name, request.Trigger, request.Reason, request.By) with { Priority = RotationPriority.Emergency, OutsideWindow = true };
        if (request.Id is { } id)
            rotation = rotation with { Id = new RotationId(id) };
        var active = (await keys.ListVersionsAsync(request.KeyType, cancellationToken).ConfigureAwait(false)).SingleOrDefault(version => version.State == KeyVersionState.Active);
        var opened = await OpenEmergencyAsync(request with { ActiveVersion = active?.Version }, rotation, cancellationToken).ConfigureAwait(false);
        LogEmergency(logger, request.KeyType, opened.Id, RotationTriggers.NameOf(request.Trigger), request.By, opened.Raised, opened.Superseded, opened.CompromisedVersion);
        await schedule.RunNowAsync(request.KeyType, cancellationToken).ConfigureAwait(false);
        return opened;
    }

    private Rotation New(string keyType, RotationTrigger trigger, string reason, string by)
    {
        var now = time.GetUtcNow();
        return new Rotation
        {
            Id = RotationId.New(now),
            KeyType = keyType,
            State = RotationState.Scheduled,
            Trigger = trigger,
            Priority = RotationTriggers.PriorityOf(trigger),
            RequestedBy = by,
            Reason = reason,
            ScheduledAt = now,
            TraceParent = RotationActivities.TraceParent,
        };
    }

    /// <summary>The open rotation may take a step at the same moment; an emergency looks again rather than be refused for that.</summary>
    private async Task<EmergencyOpened> OpenEmergencyAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await rotations.OpenEmergencyAsync(request, rotation, cancellationToken).ConfigureAwait(false);
            }
            catch (RotationMovedException) when (attempt < EmergencyAttempts)
            {
                // A rotation has fewer states than we have attempts.
            }
    }

    private async Task<OpenedRotation> OpenAsync(Rotation rotation, int? seenActive, CancellationToken cancellationToken)
    {
        var opened = await rotations.OpenAsync(rotation, RotationEvents.Opened(rotation), seenActive, cancellationToken).ConfigureAwait(false);
        if (opened.Opened)
            LogOpened(logger, rotation.KeyType, opened.Id, RotationTriggers.NameOf(rotation.Trigger), rotation.RequestedBy, rotation.Reason);
        return opened;
    }

    [LoggerMessage(2005, LogLevel.Information, "{KeyType}: rotation {RotationId} opened ({Trigger}) by {RequestedBy}. {Reason}")]
    private static partial void LogOpened(ILogger logger, string keyType, RotationId rotationId, string trigger, string requestedBy, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "{KeyType}: emergency rotation {RotationId} ({Trigger}) by {By}; raised {Raised}, superseded {Superseded}, compromised version {Compromised}")]
    private static partial void LogEmergency(ILogger logger, string keyType, RotationId rotationId, string trigger, string by, bool raised, RotationId? superseded, int? compromised);
}
