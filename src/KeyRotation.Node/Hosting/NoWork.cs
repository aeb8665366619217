using KeyRotation.Nodes;

namespace KeyRotation.Node.Hosting;

/// <summary>A node that only serves the API has no work to take.</summary>
internal sealed class NoWork : IWorkSwitch
{
    public Task TakeWorkAsync(bool takes, CancellationToken cancellationToken) => Task.CompletedTask;
}
