using KeyRotation.Requests;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Looks each second for requests made in SQL.</summary>
internal sealed class RequestWatch(SqlRequests requests, ILogger<RequestWatch> logger) : PeriodicDuty("Looking for requests made in SQL", TimeSpan.FromSeconds(1), logger)
{
    protected override Task RunOnceAsync(CancellationToken cancellationToken) => requests.TakeUpAsync(cancellationToken);
}
