using Microsoft.Extensions.Logging;

namespace KeyRotation.Rotations;

/// <summary>Opens rotations, for detection and for people.</summary>
public sealed partial class RotationRequests(IRotationStore rotations, TimeProvider time, ILogger<RotationRequests> logger)
{
    /// <param name="planned">What to open.</param>
    /// <param name="requestedBy">A user, or <see cref="Rotation.Scheduler"/>.</param>
    /// <param name="outsideWindow">Run it outside the maintenance window too.</param>
    public async Task<OpenedRotation> OpenAsync(PlannedRotation planned, string requestedBy, bool outsideWindow, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rotation = new Rotation
        {
            Id = RotationId.New(now),
            KeyType = planned.KeyType,
            State = RotationState.Scheduled,
            Trigger = planned.Trigger,
            Priority = planned.Priority,
            RequestedBy = requestedBy,
            Reason = planned.Reason,
            ScheduledAt = now,
            OutsideWindow = outsideWindow,
        };
        var opened = await rotations.OpenAsync(rotation, RotationEvents.Opened(rotation), cancellationToken).ConfigureAwait(false);
        if (opened.Opened)
            LogOpened(logger, planned.KeyType, opened.Id, RotationTriggers.NameOf(planned.Trigger), requestedBy, planned.Reason);
        return opened;
    }

    [LoggerMessage(2005, LogLevel.Information, "{KeyType}: rotation {RotationId} opened ({Trigger}) by {RequestedBy}. {Reason}")]
    private static partial void LogOpened(ILogger logger, string keyType, RotationId rotationId, string trigger, string requestedBy, string reason);
}
