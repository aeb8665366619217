using KeyRotation.Alerts;
using KeyRotation.Api;
using KeyRotation.Approvals;
using KeyRotation.Audit;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Consumers;
using KeyRotation.Custody;
using KeyRotation.Faults;
using KeyRotation.Incidents;
using KeyRotation.Jobs;
using KeyRotation.Migration;
using KeyRotation.Node.Configuration;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Requests;
using KeyRotation.Restores;
using KeyRotation.Retirement;
using KeyRotation.Rotations;
using KeyRotation.Rotations.Steps;
using KeyRotation.Status;
using KeyRotation.Storage;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

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
        services.AddSingleton(provider => new RotationRules(policies, window, options.Scheduler.Enabled, provider.GetRequiredService<PauseBoard>(), provider.GetRequiredService<ClockGuard>())
        {
            RollbackHoldDays = options.Scheduler.RollbackHoldDays,
        });
        services.AddSingleton(new PropagationBound(TimeSpan.FromMinutes(options.Consumers.PropagationBoundMinutes)));
        services.AddSingleton(new MigrationSettings(options.Migration.BatchSize, options.Migration.RowsPerRange, options.Migration.RangesPerNode));
        services.AddKeyRotationStorage(ConfiguredDatabases.StoreOf(options), TimeSpan.FromSeconds(options.Store.ClaimSeconds), TimeSpan.FromSeconds(options.Store.ConsumerLeaseSeconds));
        services.AddFailpoints();
        services.AddSingleton<ISchedulerTables, QuartzTables>();
        services.AddCustody(options);
        services.AddConsumer(options, policies);
        services.AddSingleton<EscrowedKeyIds>();
        services.AddSingleton<EscrowedVersions>();
        services.AddSingleton<StoreRestore>();
        services.AddRotations(options);
        services.AddRetirement(options);
        services.AddAlerts(options);
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<AuditProof>();
        services.TryAddSingleton(new StartupIntent(RegistersTargets: true));
        services.AddHostedService<StoreStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<ConsumerHeartbeat>());
        return services;
    }

    /// <summary>A member of the cluster, by its roles.</summary>
    public static IServiceCollection AddNode(this IServiceCollection services, KeyRotationOptions options, IReadOnlyList<string> roles)
    {
        services.AddSingleton(NodeIdentity.New(roles));
        services.TryAddSingleton(new MachineClock(TimeProvider.System));
        services.AddSingleton<NodeDescription>();
        services.AddSingleton<IReadiness, NodeReadiness>();
        services.AddHostedService<SettingsStartup>();
        services.AddHostedService<PolicyRegistration>();
        services.AddHostedService<NodeInstruments>();
        services.AddHostedService<NodeCheckIn>();
        services.AddKeyRotationScheduling(QuartzStoreOf(options));
        services.AddHostedService<PauseWatch>();
        services.AddHostedService<AttemptWatch>();
        services.AddHostedService<RequestWatch>();
        services.AddHostedService<AlertWatch>();
        services.AddIncidents(options);
        if (roles.Contains(NodeRoles.Worker))
        {
            services.AddHostedService<AuditSealing>();
            services.AddSingleton<RangeWatch>();
            services.AddKeyRotationJobs(new ScheduleSettings(options.Scheduler.Enabled, TimeSpan.FromMinutes(options.Scheduler.CheckIntervalMinutes)));
            // Behind the scheduler: there is nothing to ask before it has started.
            services.AddHostedService<RangeSharing>();
            services.AddHostedService<ForsakenWatch>();
            services.AddHostedService<ScheduleRepair>();
        }
        else
        {
            services.AddSingleton<IWorkSwitch, NoWork>();
        }
        if (roles.Contains(NodeRoles.Api))
        {
            services.AddHostedService<IdempotencyPurge>();
            services.AddApprovals(options.Approvals);
            services.AddKeyRotationApi(options.Api);
        }
        return services;
    }

    private static void AddApprovals(this IServiceCollection services, ApprovalOptions approvals)
    {
        services.AddSingleton(new ApprovalSettings(
            Enum.GetValues<ApprovalAction>().Where(action => approvals.Required.Contains(action.ToSnakeCase())).ToHashSet(), TimeSpan.FromMinutes(approvals.WithinMinutes)));
        services.AddSingleton<IApprovedCommand, EmergencyCommand>();
        services.AddSingleton<IApprovedCommand, RollbackCommand>();
        services.AddSingleton<IApprovedCommand, CleanupCommand>();
        services.AddSingleton<ApprovalService>();
        services.AddHostedService<ApprovalWatch>();
    }

    private static void AddIncidents(this IServiceCollection services, KeyRotationOptions options)
    {
        services.AddSingleton(provider => new IncidentCapture(
            [.. provider.GetRequiredService<IForensicParts>().All, new ConfigurationPart(options)], provider.GetRequiredService<ClaimHolder>().Name,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<IncidentCapture>>()));
        services.AddSingleton<IncidentRecorder>();
        services.AddHostedService<IncidentWatch>();
    }

    /// <summary>Quartz's tables, in the store. Only the embedded store makes them by itself.</summary>
    public static QuartzStore QuartzStoreOf(KeyRotationOptions options) => new()
    {
        Provider = options.Store.Provider,
        ConnectionString = ConfiguredDatabases.StoreOf(options).ForQuartz(),
        InstanceId = ClaimHolder.ThisProcess.Name,
        MaxConcurrency = options.Scheduler.MaxConcurrentRotations + options.Migration.RangesPerNode + DutyThreads,
        ProvisionSchema = options.Store.Provider == "sqlite",
        Overrides = options.Quartz,
    };

    private static void AddCustody(this IServiceCollection services, KeyRotationOptions options)
    {
        services.AddSingleton<IKeyEncryptionKey>(provider => FailingKeyEncryptionKey.Around(FileKeyEncryptionKey.Open(options.KeyEncryptionKey.Path), provider.GetRequiredService<Failpoints>()));
        services.AddSingleton<IEscrow>(provider => FailingEscrow.Around(new DirectoryEscrow(options.Escrow.Path), provider.GetRequiredService<Failpoints>()));
        services.AddSingleton<KeyWrapping>();
    }

    private static void AddFailpoints(this IServiceCollection services)
    {
        var failpoints = Failpoints.Parse(Environment.GetEnvironmentVariable(Failpoints.Variable));
        services.AddSingleton(failpoints);
        if (failpoints.AreSet)
            services.AddHostedService<FailpointsWarning>();
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
        services.AddSingleton<RangePlanner>();
        services.AddSingleton<RangeRun>();
        services.AddSingleton<RangeSeats>();
        services.AddSingleton<RangeWorker>();
        services.AddSingleton<RangeShare>();
        services.AddSingleton<MigrationPass>();
        services.AddSingleton<IRotationStep, StartStep>();
        services.AddSingleton<IRotationStep, GenerateStep>();
        services.AddSingleton<IRotationStep, PropagateStep>();
        services.AddSingleton<IRotationStep, MigrateStep>();
        services.AddSingleton<IRotationStep, VerifyStep>();
        services.AddSingleton<IRotationStep, RollBackStep>();
        services.AddSingleton<ActivationAnswers>();
        services.AddSingleton<Sweeps>();
        services.AddSingleton<Reactivation>();
        services.AddSingleton<MigrationBack>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RotationSlots>(provider, options.Scheduler.MaxConcurrentRotations));
        services.AddSingleton<RotationFailures>();
        services.AddSingleton<RotationService>();
        services.AddSingleton<RotationRequests>();
        services.AddSingleton<RotationExecution>();
        services.AddSingleton<RotationRecovery>();
        services.AddSingleton<RotationRollback>();
        services.AddSingleton<RollbackHolds>();
        services.AddSingleton<KeyAssessment>();
        services.AddSingleton<ClockGuard>();
        services.AddSingleton<PauseBoard>();
        services.AddSingleton<IncidentBell>();
        services.AddSingleton<EmergencyService>();
        services.AddSingleton<SqlRequests>();
        services.AddSingleton<RotationWatch>();
        services.AddSingleton<SchedulerStatusReader>();
        services.AddSingleton<RotationReader>();
        services.AddSingleton<UpcomingReader>();
        services.AddSingleton(provider => new SharedRead<SchedulerStatus>(provider.GetRequiredService<SchedulerStatusReader>().ReadAsync));
        services.AddSingleton(provider => new SharedRead<(IReadOnlyList<Rotation> Queue, IReadOnlyList<UpcomingRotation> Upcoming)>(provider.GetRequiredService<UpcomingReader>().ReadAsync));
        services.AddSingleton<NodeReader>();
        services.AddSingleton<HealthReader>();
        services.AddSingleton(provider => new SharedRead<ClusterHealth>(provider.GetRequiredService<HealthReader>().ReadAsync));
        services.AddSingleton<ScheduleAll>();
        services.AddSingleton<RotationTuning>();
        services.AddSingleton<PauseService>();
        services.AddSingleton<RotationRun>();
        services.AddSingleton<IForeignDecryptor, Plaintext>();
        services.AddSingleton<AdoptionService>();
        services.AddSingleton<AdoptionPreview>();
    }

    private static void AddRetirement(this IServiceCollection services, KeyRotationOptions options)
    {
        services.AddSingleton(new RetirementSettings
        {
            AllowRetire = options.Retirement.AllowRetire,
            SoftDisable = TimeSpan.FromDays(options.Retirement.SoftDisableDays),
            CompromisedSoftDisable = TimeSpan.FromDays(options.Retirement.CompromisedSoftDisableDays),
            MaxOffline = TimeSpan.FromHours(options.Consumers.MaxOfflineHours),
            MaxWriteLag = TimeSpan.FromHours(options.Retirement.MaxWriteLagHours),
        });
        services.AddSingleton<CensusRun>();
        services.AddSingleton<EscrowProof>();
        services.AddSingleton<VersionEnabling>();
        services.AddSingleton<VersionCompromise>();
        services.AddSingleton<RetirementService>();
        services.AddSingleton<RetirementRun>();
    }

    private static void AddAlerts(this IServiceCollection services, KeyRotationOptions options)
    {
        services.AddSingleton(ConfiguredTargets.Of(options));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AlertFactsReader>(provider, provider.GetRequiredService<ClaimHolder>().Name));
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AlertAcknowledgement>();
        services.AddSingleton<ClusterInstruments>();
    }
}
