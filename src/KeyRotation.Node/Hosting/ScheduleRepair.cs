using KeyRotation.Jobs;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Frees failed triggers once in a check interval, by no trigger: the assessment's own may be the one that failed.</summary>
internal sealed class ScheduleRepair(IScheduleControl schedule, ScheduleSettings settings, ILogger<ScheduleRepair> logger)
    : PeriodicDuty("Looking for triggers that failed", settings.CheckInterval, logger)
{
    protected override Task RunOnceAsync(CancellationToken cancellationToken) => schedule.FreeFailedAsync(cancellationToken);
}
