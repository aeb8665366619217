using KeyRotation.Nodes;
using KeyRotation.Rotations;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace KeyRotation.Jobs;

/// <summary>Puts Quartz together: the persistent store, the cluster, our jobs.</summary>
public static class QuartzComposition
{
    /// <summary>The settings that differ from Quartz's own defaults, each for a measured reason (docs/cluster.md).</summary>
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["quartz.scheduler.instanceName"] = "keyrotation",
        // With the default batching one node of three took every fire.
        ["quartz.scheduler.batchTriggerAcquisitionMaxCount"] = "1",
        // A request from another process waits at most this long for a worker that sleeps.
        ["quartz.scheduler.idleWaitTime"] = "1000",
        ["quartz.jobStore.useProperties"] = "true",
    };

    private static readonly Dictionary<string, string> ClusterDefaults = new()
    {
        ["quartz.jobStore.clustered"] = "true",
        // False fail-over costs more than a slow one.
        ["quartz.jobStore.clusterCheckinInterval"] = "7500",
        ["quartz.jobStore.clusterCheckinMisfireThreshold"] = "20000",
    };

    /// <summary>
    /// Our schema, whatever the login's default schema is: the views in schema ops name it. On PostgreSQL the connection's search
    /// path says so, and SQLite has no schemas.
    /// </summary>
    private const string SqlServerPrefix = "keyrotation.QRTZ_";

    /// <summary>Quartz as a means to ask for work: the scheduler is not started here.</summary>
    public static IServiceCollection AddKeyRotationScheduling(this IServiceCollection services, QuartzStore store)
    {
        services.AddSingleton(store);
        services.AddSingleton<IScheduleControl, QuartzScheduleControl>();
        services.AddQuartzStore(store);
        return services;
    }

    /// <summary>The scheduler that does the work.</summary>
    public static IServiceCollection AddKeyRotationJobs(this IServiceCollection services, ScheduleSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<IRangeSharing, QuartzRangeSharing>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<SchedulerNode>();
        services.AddSingleton<IWorkSwitch>(provider => provider.GetRequiredService<SchedulerNode>());
        services.AddHostedService(provider => provider.GetRequiredService<SchedulerNode>());
        return services;
    }

    internal static void AddQuartzStore(this IServiceCollection services, QuartzStore store) =>
        services.AddQuartz(Properties(store), quartz =>
        {
            quartz.UseDefaultThreadPool(store.MaxConcurrency);
            // A stop asks rotations to end at their next batch; the firing is handed to another node, or to this one's next start.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.UsePersistentStore(persistence => Persist(persistence, store));
        });

    private static Dictionary<string, string?> Properties(QuartzStore store)
    {
        if (store.Overrides.Keys.FirstOrDefault(IsTablePrefix) is { } setting)
            throw new ArgumentException($"Quartz setting {setting} cannot be set: the views in schema ops read Quartz's tables by their names. Remove it from the Quartz section.", nameof(store));
        var properties = Defaults.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        properties["quartz.scheduler.instanceId"] = store.InstanceId;
        foreach (var (name, value) in store.IsClustered ? ClusterDefaults.Concat(store.Overrides) : store.Overrides)
            properties[name] = value;
        return properties;
    }

    private static bool IsTablePrefix(string setting) => setting.EndsWith(".tablePrefix", StringComparison.OrdinalIgnoreCase);

    private static void Persist(IPersistentStoreBuilder persistence, QuartzStore store)
    {
        switch (store.Provider)
        {
            case "sqlserver":
                persistence.UseSqlServer(store.ConnectionString);
                break;
            case "postgresql":
                persistence.UsePostgres(store.ConnectionString);
                break;
            case "sqlite":
                persistence.UseSqlite(store.ConnectionString);
                break;
            default:
                throw new ArgumentException($"Quartz has no store for '{store.Provider}'. Expected sqlserver, postgresql or sqlite.", nameof(store));
        }
        persistence.ConfigureStore(options =>
        {
            options.RecoverFiringsCancelledByShutdown = true;
            if (store.Provider == "sqlserver")
                options.TablePrefix = SqlServerPrefix;
        });
        // The last run of each job, and what it failed of, for whoever asks in SQL: ops.v_job_state.
        persistence.UseExecutionHistory();
        if (store.ProvisionSchema)
            persistence.ProvisionSchema();
    }
}
