using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Before a node starts, what only it can know of its settings: the pool holds the connections that its roles need (one that is too
/// small would show as time-outs at 02:00), and which key types outrun their window.
/// </summary>
internal sealed partial class SettingsStartup(KeyRotationOptions options, NodeIdentity identity, Database store, RotationRules rules, ILogger<SettingsStartup> logger) : BeforeStart
{
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        CheckPool();
        foreach (var policy in rules.Policies.All.Where(policy => WindowFit.IsOutrun(policy, rules.Window)))
            LogOutrun(logger, policy.Name, policy.RotationInterval.TotalDays, rules.Window.DurationHours);
        return Task.CompletedTask;
    }

    private void CheckPool()
    {
        var needed = ConnectionBudget.Of(options.Scheduler, options.Migration, identity.Roles);
        if (store.PoolSize < needed)
            throw new ConfigurationProblemException([$"KeyRotation:Store:ConnectionString allows {store.PoolSize} connections; a node with the roles {string.Join(", ", identity.Roles)} and {options.Scheduler.MaxConcurrentRotations} rotations at once needs {needed} (and Quartz as many of its own). Raise the pool's maximum size, or leave it out (100)."]);
    }

    [LoggerMessage(1007, LogLevel.Warning, "{KeyType} rotates every {Days} days and the window lasts {Hours} h: a key that is due just after the window closed is severely overdue before it opens, and rotates outside it. Lengthen the interval or the window to keep it inside.")]
    private static partial void LogOutrun(ILogger logger, string keyType, double days, int hours);
}
