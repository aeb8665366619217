using KeyRotation.Alerts;
using KeyRotation.Approvals;
using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Consumers;
using KeyRotation.Faults;
using KeyRotation.Idempotency;
using KeyRotation.Incidents;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Requests;
using KeyRotation.Restores;
using KeyRotation.Retirement;
using KeyRotation.Rotations;
using KeyRotation.Signals;
using KeyRotation.Storage.Alerts;
using KeyRotation.Storage.Approvals;
using KeyRotation.Storage.Audit;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Consumers;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Idempotency;
using KeyRotation.Storage.Incidents;
using KeyRotation.Storage.Keys;
using KeyRotation.Storage.Migration;
using KeyRotation.Storage.Nodes;
using KeyRotation.Storage.Pauses;
using KeyRotation.Storage.Policies;
using KeyRotation.Storage.Requests;
using KeyRotation.Storage.Resilience;
using KeyRotation.Storage.Restores;
using KeyRotation.Storage.Retirement;
using KeyRotation.Storage.Rotations;
using KeyRotation.Storage.Schema;
using KeyRotation.Storage.Signals;
using KeyRotation.Storage.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Storage;

/// <summary>Puts the stores together behind the ports of the business.</summary>
public static class StorageComposition
{
    public static IServiceCollection AddKeyRotationStorage(this IServiceCollection services, DatabaseSettings store, TimeSpan claimDuration, TimeSpan consumerLease)
    {
        services.AddSingleton<DatabasePool>();
        services.AddSingleton(provider => new ControlStore(provider.GetRequiredService<DatabasePool>().Of(store), claimDuration, provider.GetService<Failpoints>()));
        services.AddSingleton(provider => provider.GetRequiredService<ControlStore>().Database);
        services.AddSingleton<IFailureKinds, FailureKinds>();
        services.AddSingleton(ClaimHolder.ThisProcess);
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<IClaimStore>(provider => provider.GetRequiredService<ClaimStore>());
        services.AddSingleton<IKeyStore, KeyStore>();
        services.AddSingleton<RotationCounts>();
        services.AddSingleton<IRotationStore, RotationStore>();
        services.AddSingleton<ISlotStore, SlotStore>();
        services.AddSingleton<IPauseStore, PauseStore>();
        services.AddSingleton<IRequestStore, RequestStore>();
        services.AddSingleton<INodeStore, NodeStore>();
        services.AddSingleton<IPolicyLedger, PolicyLedger>();
        services.AddSingleton<IRetirementStore, RetirementStore>();
        services.AddSingleton<IRestoreStore>(provider => new RestoreStore(provider.GetRequiredService<ControlStore>(), consumerLease));
        services.AddSingleton<IAlertStore, AlertStore>();
        services.AddSingleton<IAlertRegister, AlertRegister>();
        services.AddSingleton<IApprovalStore, ApprovalStore>();
        services.AddSingleton<IIncidentStore, IncidentStore>();
        services.AddSingleton<IIdempotencyStore, IdempotencyStore>();
        services.AddSingleton<IForensicParts, ForensicTables>();
        services.AddSingleton<IMigrationStore, MigrationStore>();
        services.AddSingleton<IAdoptionStore, AdoptionStore>();
        services.AddSingleton(provider => new ConsumerStore(provider.GetRequiredService<ControlStore>(), consumerLease));
        services.AddSingleton<IConsumerStore>(provider => provider.GetRequiredService<ConsumerStore>());
        services.AddSingleton<IConsumerDirectory>(provider => provider.GetRequiredService<ConsumerStore>());
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<IAuditHistory, AuditHistory>();
        services.AddSingleton<IConsumerUsage, ConsumerUsageStore>();
        services.AddSingleton<IStoreSignals, StoreSignals>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IAuditTrailReader>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddSingleton<IAuditSealStore>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddSingleton<TargetTables>();
        services.AddSingleton<ITargetTables>(provider => provider.GetRequiredService<TargetTables>());
        services.AddSingleton<ITargetCensuses>(provider => provider.GetRequiredService<TargetTables>());
        services.AddSingleton<SchemaMigrator>();
        services.AddSingleton<StoreInitializer>();
        services.AddSingleton(provider => new EmbeddedTakeover(provider.GetRequiredService<Database>(), provider.GetRequiredService<ClaimStore>(), provider.GetRequiredService<ConsumerStore>()));
        return services;
    }
}
