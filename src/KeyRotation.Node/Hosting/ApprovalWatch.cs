using KeyRotation.Approvals;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Carries out what was approved by a process that died before it had done so.</summary>
internal sealed class ApprovalWatch(ApprovalService approvals, ILogger<ApprovalWatch> logger) : PeriodicDuty("Carrying out what was approved", TimeSpan.FromSeconds(10), logger)
{
    private static readonly TimeSpan LeftToItsProcess = TimeSpan.FromSeconds(30);

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => approvals.CarryOutLeftAsync(LeftToItsProcess, cancellationToken);
}
