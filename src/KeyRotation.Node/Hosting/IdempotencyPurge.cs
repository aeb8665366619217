using KeyRotation.Idempotency;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Forgets idempotency keys whose time is over, so that their table does not grow with the years.</summary>
internal sealed class IdempotencyPurge(IIdempotencyStore store, ILogger<IdempotencyPurge> logger) : PeriodicDuty("Forgetting idempotency keys", TimeSpan.FromHours(1), logger)
{
    protected override Task RunOnceAsync(CancellationToken cancellationToken) => store.PurgeAsync(cancellationToken);
}
