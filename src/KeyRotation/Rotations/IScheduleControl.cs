using KeyRotation.Pauses;

namespace KeyRotation.Rotations;

/// <summary>
/// The engine that decides where and when. The store is the truth; a trigger that is lost is repaired by detection.
/// </summary>
public interface IScheduleControl
{
    /// <summary>Runs the key type's rotation now, on some node.</summary>
    Task RunNowAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>Runs it now, although the engine may still count it as running on a node that is gone. One that is asked for already is not asked for twice.</summary>
    Task TakeOverAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>Runs it at a moment; an earlier firing that is asked for already stays.</summary>
    Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Shows in the engine whether the key type's routine trigger is paused; null = it is not. Nothing happens where it says so already.</summary>
    Task ShowPauseAsync(string keyType, Pause? pause, CancellationToken cancellationToken);

    /// <summary>Sets going again what the engine gave up: a trigger in state ERROR would never fire again by itself.</summary>
    Task FreeFailedAsync(CancellationToken cancellationToken);

    /// <summary>Triggers that failed, and the jobs as they are stored.</summary>
    Task<ScheduleReport> ReportAsync(CancellationToken cancellationToken);
}
