using KeyRotation.Configuration;
using KeyRotation.Jobs;
using KeyRotation.Storage.Schema;

namespace KeyRotation.Node.Hosting;

/// <summary>Quartz's tables, made by Quartz.</summary>
internal sealed class QuartzTables(KeyRotationOptions options) : ISchedulerTables
{
    public Task ProvisionAsync(CancellationToken cancellationToken) => QuartzSchema.ProvisionAsync(NodeComposition.QuartzStoreOf(options), cancellationToken);
}
