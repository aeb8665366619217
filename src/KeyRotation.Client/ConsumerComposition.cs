using KeyRotation.Consumers;
using KeyRotation.Keys;
using KeyRotation.Signals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Client;

/// <summary>What every consumer is made of, a node as well as an application. Store and key-encryption key are the caller's.</summary>
public static class ConsumerComposition
{
    public static IServiceCollection AddConsumer(this IServiceCollection services, Consumer self, ConsumerSettings settings, KeyPurposes purposes)
    {
        services.AddMetrics();
        // For the listener, where the caller has no other.
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(self);
        services.AddSingleton(settings);
        services.AddSingleton(purposes);
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<RingInstruments>();
        services.AddSingleton<RingLoader>();
        services.AddSingleton(RingsOf);
        services.AddSingleton<IKeyRings>(provider => provider.GetRequiredService<StoreKeyRings>());
        services.AddSingleton<ApplicationKeys>();
        services.AddSingleton(HeartbeatOf);
        return services;
    }

    private static StoreKeyRings RingsOf(IServiceProvider provider) => new(
        provider.GetRequiredService<IKeyStore>(), provider.GetRequiredService<IConsumerStore>(), provider.GetRequiredService<RingLoader>(),
        provider.GetRequiredService<Consumer>(), provider.GetRequiredService<ConsumerSettings>(), provider.GetRequiredService<RingInstruments>(),
        provider.GetRequiredService<ILogger<StoreKeyRings>>());

    private static ConsumerHeartbeat HeartbeatOf(IServiceProvider provider) => new(
        provider.GetRequiredService<IConsumerStore>(), provider.GetRequiredService<IConsumerUsage>(), provider.GetRequiredService<IStoreSignals>(),
        provider.GetRequiredService<StoreKeyRings>(), provider.GetRequiredService<UsageLedger>(), provider.GetRequiredService<RingInstruments>(),
        provider.GetRequiredService<Consumer>(), provider.GetRequiredService<ConsumerSettings>(),
        provider.GetRequiredService<ILogger<ConsumerHeartbeat>>());
}
