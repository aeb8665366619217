using KeyRotation.Client;
using KeyRotation.Consumers;
using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Signals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Integration.Consumers;

/// <summary>
/// A consumer beside the node's own, with clocks and a poll interval of the test's. It stands in the node's process, so that the
/// embedded store has one too.
/// </summary>
internal sealed class AnotherConsumer : IAsyncDisposable
{
    public static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly ServiceProvider _services;

    /// <param name="node">Has store and key-encryption key.</param>
    /// <param name="consumers">Null = the node's.</param>
    /// <param name="listens">Else it only polls.</param>
    public AnotherConsumer(IServiceProvider node, ConsumerSettings settings, IConsumerStore? consumers = null, bool listens = false)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton(node.GetRequiredService<IKeyStore>());
        services.AddSingleton(consumers ?? node.GetRequiredService<IConsumerStore>());
        services.AddSingleton(node.GetRequiredService<IConsumerUsage>());
        services.AddSingleton(listens ? node.GetRequiredService<IStoreSignals>() : new Silence());
        services.AddSingleton(node.GetRequiredService<KeyWrapping>());
        services.AddConsumer(Self, settings, node.GetRequiredService<KeyPurposes>());
        _services = services.BuildServiceProvider();
    }

    public Consumer Self { get; } = new(Guid.CreateVersion7(), "billing", "app-1", "1.0.0");

    public RecordedLog Log { get; } = new();

    public StoreKeyRings Rings => _services.GetRequiredService<StoreKeyRings>();

    public ConsumerHeartbeat Heartbeat => _services.GetRequiredService<ConsumerHeartbeat>();

    public Task StartAsync() => Heartbeat.StartingAsync(CancellationToken.None);

    public Task StopAsync() => Heartbeat.StoppedAsync(CancellationToken.None);

    public ApplicationKey Key(string keyType) => _services.GetRequiredService<ApplicationKeys>().Of(keyType);

    public int? ActiveVersion(string keyType)
    {
        using var lease = Rings.Borrow(keyType);
        return lease.Ring.ActiveVersion;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Silence : IStoreSignals
    {
        public bool IsSilent => true;

        public Task ListenAsync(StoreSignal signal, Action heard, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
