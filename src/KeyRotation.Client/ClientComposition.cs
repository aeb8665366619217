using KeyRotation.Configuration;
using KeyRotation.Consumers;
using KeyRotation.Custody;
using KeyRotation.Storage;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Client;

/// <summary>Makes an application a consumer: <see cref="ApplicationKeys"/> is what it takes from the container.</summary>
public static class ClientComposition
{
    /// <summary>
    /// Registers the store, the key-encryption key, the rings and the heartbeat. The host registers the application as a consumer and
    /// loads the rings before any hosted service starts, and signs off after all of them have stopped.
    /// </summary>
    /// <exception cref="ClientOptionsException">The settings are not valid.</exception>
    public static IServiceCollection AddKeyRotationClient(this IServiceCollection services, Action<ClientOptions> configure)
    {
        var options = new ClientOptions();
        configure(options);
        if (Problems(options) is { Count: > 0 } problems)
            throw new ClientOptionsException(problems);

        var lease = TimeSpan.FromSeconds(options.Store.ConsumerLeaseSeconds);
        var version = typeof(ClientComposition).Assembly.GetName().Version!.ToString(3);
        services.AddKeyRotationStorage(StoreOf(options.Store), TimeSpan.FromSeconds(options.Store.ClaimSeconds), lease);
        services.AddSingleton<IKeyEncryptionKey>(_ => FileKeyEncryptionKey.Open(options.KeyEncryptionKey.Path));
        services.AddSingleton<KeyWrapping>();
        services.AddConsumer(
            new Consumer(Guid.CreateVersion7(), options.Name, Environment.MachineName, version),
            new ConsumerSettings { Lease = lease, MaxOffline = TimeSpan.FromHours(options.Consumers.MaxOfflineHours) },
            KeyPurposes.Of(ConfiguredPolicies.Of(AsNode(options))));
        services.AddHostedService(provider => provider.GetRequiredService<ConsumerHeartbeat>());
        return services;
    }

    private static List<string> Problems(ClientOptions options)
    {
        var problems = KeyRotationOptionsCheck.Problems(AsNode(options)).ToList();
        if (string.IsNullOrWhiteSpace(options.Name))
            problems.Add("KeyRotation:Name is missing; expected the application's name, by which a rotation says that it waits for it.");
        if (options.Store.Provider == "sqlite")
            problems.Add("KeyRotation:Store:Provider is 'sqlite'; expected sqlserver or postgresql. An embedded store serves one process, the node that has its file.");
        return problems;
    }

    /// <summary>The same rules hold for the same settings. An application has no escrow.</summary>
    private static KeyRotationOptions AsNode(ClientOptions options) => new()
    {
        Store = options.Store,
        KeyEncryptionKey = options.KeyEncryptionKey,
        Consumers = options.Consumers,
        KeyTypes = options.KeyTypes,
        Escrow = new EscrowOptions { Path = "none" },
    };

    private static DatabaseSettings StoreOf(StoreOptions store) =>
        new(store.Provider == "sqlserver" ? DatabaseKind.SqlServer : DatabaseKind.PostgreSql, store.ConnectionString) { CommandTimeoutSeconds = store.CommandTimeoutSeconds };
}
