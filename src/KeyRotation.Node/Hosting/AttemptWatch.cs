using KeyRotation.Retirement;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Looks each second for attempts to open something under a disabled version, which sends it back to grace. A duty of its own: an application waits for it.</summary>
internal sealed class AttemptWatch(VersionEnabling versions, ILogger<AttemptWatch> logger) : PeriodicDuty("Looking for attempts under disabled versions", TimeSpan.FromSeconds(1), logger)
{
    protected override Task RunOnceAsync(CancellationToken cancellationToken) => versions.AnswerAttemptsAsync(cancellationToken);
}
