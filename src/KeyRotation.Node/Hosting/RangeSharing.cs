using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Looks twice a second whether there is a share of another node's rotation to take.</summary>
internal sealed class RangeSharing(RangeWatch watch, ILogger<RangeSharing> logger) : PeriodicDuty("Looking for ranges to work on", TimeSpan.FromMilliseconds(500), logger)
{
    protected override Task RunOnceAsync(CancellationToken cancellationToken) => watch.RunAsync(cancellationToken);
}
