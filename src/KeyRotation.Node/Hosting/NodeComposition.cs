using KeyRotation.Audit;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Consumers;
using KeyRotation.Custody;
using KeyRotation.Jobs;
using KeyRotation.Migration;
using KeyRotation.Node.Configuration;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Rotations.Steps;
using KeyRotation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KeyRotation.Node.Hosting;

/// <summary>Puts a node together from a valid configuration.</summary>
internal static class NodeComposition
{
    /// <summary>Jobs beside the rotations: assessment, and room for one request.</summary>
    private const int DutyThreads = 3;

    /// <summary>What every process needs that works on the store: no scheduler.</summary>
    public static IServiceCollection AddKeyRotation(this IServiceCollection services, KeyRotationOptions options)
    {
        var policies = ConfiguredPolicies.Of(options);
        var window = new MaintenanceWindow(options.Scheduler.MaintenanceWindow.StartHourUtc, options.Scheduler.MaintenanceWindow.DurationHours);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(policies);
        services.AddSingleton(window);
        services.AddSingleton(new RotationRules(policies, window, options.Scheduler.Enabled));
        services.AddSingleton(new MigrationSettings(options.Migration.BatchSize));
        services.AddKeyRotationStorage(ConfiguredDatabases.StoreOf(options), TimeSpan.FromSeconds(options.Store.ClaimSeconds), TimeSpan.FromSeconds(options.Store.ConsumerLeaseSeconds));
        services.AddCustody(options);
        services.AddConsumer(options, policies);
        services.AddRotations(options);
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<AuditProof>();
        services.TryAddSingleton(new StartupIntent(RegistersTargets: true));
        services.AddHostedService<StoreStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<ConsumerHeartbeat>());
        return services;
    }

    /// <summary>What a worker has on top of it.</summary>
    public static IServiceCollection AddWorker(this IServiceCollection services, KeyRotationOptions options)
    {
        services.AddHostedService<AuditSealing>();
        services.AddKeyRotationJobs(QuartzStoreOf(options), new ScheduleSettings(options.Scheduler.Enabled, TimeSpan.FromMinutes(options.Scheduler.CheckIntervalMinutes)));
        return services;
    }

    /// <summary>Quartz's tables, in the store. Only the embedded store makes them by itself.</summary>
    public static QuartzStore QuartzStoreOf(KeyRotationOptions options) => new()
    {
        Provider = options.Store.Provider,
        ConnectionString = ConfiguredDatabases.StoreOf(options).ForQuartz(),
        MaxConcurrency = options.Scheduler.MaxConcurrentRotations + DutyThreads,
        ProvisionSchema = options.Store.Provider == "sqlite",
        Overrides = options.Quartz,
    };

    private static void AddCustody(this IServiceCollection services, KeyRotationOptions options)
    {
        services.AddSingleton<IKeyEncryptionKey>(_ => FileKeyEncryptionKey.Open(options.KeyEncryptionKey.Path));
        services.AddSingleton<IEscrow>(_ => new DirectoryEscrow(options.Escrow.Path));
        services.AddSingleton<KeyWrapping>();
    }

    private static void AddConsumer(this IServiceCollection services, KeyRotationOptions options, KeyTypePolicies policies)
    {
        var version = typeof(NodeComposition).Assembly.GetName().Version!.ToString(3);
        services.AddConsumer(
            new Consumer(Guid.CreateVersion7(), $"keyrotation-node-{Environment.ProcessId}", Environment.MachineName, version),
            new ConsumerSettings { Lease = TimeSpan.FromSeconds(options.Store.ConsumerLeaseSeconds), MaxOffline = TimeSpan.FromHours(options.Consumers.MaxOfflineHours) },
            KeyPurposes.Of(policies));
    }

    private static void AddRotations(this IServiceCollection services, KeyRotationOptions options)
    {
        services.AddSingleton<MigrationInstruments>();
        services.AddSingleton<RotationInstruments>();
        services.AddSingleton<MigrationRun>();
        services.AddSingleton<IRotationStep, StartStep>();
        services.AddSingleton<IRotationStep, GenerateStep>();
        services.AddSingleton<IRotationStep, PropagateStep>();
        services.AddSingleton<IRotationStep, MigrateStep>();
        services.AddSingleton<IRotationStep, VerifyStep>();
        services.AddSingleton(provider => new RotationSlots(provider.GetRequiredService<Claims.IClaimStore>(), options.Scheduler.MaxConcurrentRotations));
        services.AddSingleton<RotationFailures>();
        services.AddSingleton<RotationService>();
        services.AddSingleton<RotationRequests>();
        services.AddSingleton<RotationExecution>();
        services.AddSingleton<RotationRecovery>();
        services.AddSingleton<KeyAssessment>();
        services.AddSingleton<RotationRun>();
        services.AddSingleton<IForeignDecryptor, Plaintext>();
        services.AddSingleton<AdoptionService>();
        services.AddSingleton<AdoptionPreview>();
    }
}
