using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Hosting;

namespace KeyRotation.Node.Hosting;

/// <summary>Before a node starts: its pool holds the connections that its roles need. One that is too small would show as time-outs at 02:00.</summary>
internal sealed class PoolStartup(KeyRotationOptions options, NodeIdentity identity, Database store) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var needed = ConnectionBudget.Of(options.Scheduler, identity.Roles);
        return store.PoolSize >= needed
            ? Task.CompletedTask
            : throw new ConfigurationProblemException([$"KeyRotation:Store:ConnectionString allows {store.PoolSize} connections; a node with the roles {string.Join(", ", identity.Roles)} and {options.Scheduler.MaxConcurrentRotations} rotations at once needs {needed} (and Quartz as many of its own). Raise the pool's maximum size, or leave it out (100)."]);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
