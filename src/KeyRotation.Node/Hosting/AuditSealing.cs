using KeyRotation.Audit;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Seals the audit trail once a second, on one node of the cluster. Where it fails only the seal is late; `audit verify` says by how much.</summary>
internal sealed class AuditSealing(AuditSealer sealer, ILogger<AuditSealing> logger) : PeriodicDuty("Sealing the audit trail", TimeSpan.FromSeconds(1), logger)
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        // One seal for what the last jobs wrote.
        await TryAsync(cancellationToken).ConfigureAwait(false);
        await sealer.StopAsync().ConfigureAwait(false);
    }

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => sealer.SealAsync(cancellationToken);
}
