using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>Quartz's own tables, made by Quartz: a scheduler that is built, provisions, and is never started.</summary>
public static class QuartzSchema
{
    public static async Task ProvisionAsync(QuartzStore store, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddQuartzStore(store with { ProvisionSchema = true });
        var provider = services.BuildServiceProvider();
        await using (provider.ConfigureAwait(false))
        {
            var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken).ConfigureAwait(false);
            await scheduler.Shutdown(waitForJobsToComplete: false, cancellationToken).ConfigureAwait(false);
        }
    }
}
