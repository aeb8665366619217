using KeyRotation.Faults;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Says loudly that this process is going to fail: nobody sets failpoints in production without reading it.</summary>
internal sealed partial class FailpointsWarning(Failpoints failpoints, ILogger<FailpointsWarning> logger) : BeforeStart
{
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        LogSet(logger, Failpoints.Variable, failpoints);
        return Task.CompletedTask;
    }

    [LoggerMessage(1008, LogLevel.Warning, "FAILPOINTS ARE SET: {Variable} is '{Failpoints}', and this process fails where it says. That is for tests only; where this is none, take the variable away and start again.")]
    private static partial void LogSet(ILogger logger, string variable, Failpoints failpoints);
}
