using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Custody;
using KeyRotation.Node.Hosting;
using KeyRotation.Pauses;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KeyRotation.Integration;

/// <summary>
/// Base of the contract suites: each case runs on every database, with a store of its own and the node's own composition on it;
/// only Quartz is left out. A database that cannot be had skips the case by name.
/// </summary>
public abstract class StoreFixture(DatabaseKind kind)
{
    private TestFolder _folder = null!;
    private ServiceProvider _services = null!;

    protected DatabaseKind Kind => kind;

    protected TestStore Store { get; private set; } = null!;

    protected KeyRotationOptions Options { get; private set; } = null!;

    protected IServiceProvider Services => _services;

    protected T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    [SetUp]
    public async Task SetUpStore()
    {
        Store = await MigratedStores.CopyAsync(kind);
        _folder = new TestFolder();
        FileKeyEncryptionKey.Create(_folder.File("kek"));
        Directory.CreateDirectory(_folder.File("escrow"));
        Options = new KeyRotationOptions
        {
            Store = new StoreOptions { Provider = Store.Provider, ConnectionString = Store.ConnectionString, ClaimSeconds = 3, CommandTimeoutSeconds = 2, ConsumerLeaseSeconds = 3 },
            KeyEncryptionKey = new KeyEncryptionKeyOptions { Path = _folder.File("kek") },
            Escrow = new EscrowOptions { Path = _folder.File("escrow") },
            Migration = new MigrationOptions { BatchSize = 50 },
        };
        await CreateTargetsAsync();
        _services = await StartAsync();
    }

    [TearDown]
    public async Task TearDownStore()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        _folder?.Dispose();
        if (Store is not null)
            await Store.DisposeAsync();
    }

    /// <summary>Makes tables and puts them into <see cref="Options"/> before the node starts.</summary>
    protected virtual Task CreateTargetsAsync() => Task.CompletedTask;

    /// <summary>Puts something of the test's between the node's parts.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    protected string EscrowFolder => _folder.File("escrow");

    /// <summary>The process ends without a word and another one starts on the same store.</summary>
    protected async Task RestartAsync()
    {
        await _services.DisposeAsync();
        _services = await StartAsync();
    }

    /// <summary>A second process beside the first, with claims of its own.</summary>
    protected async Task<ServiceProvider> StartAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKeyRotation(Options);
        services.AddSingleton(new Storage.Claims.ClaimHolder($"test/{Guid.NewGuid():N}"));
        services.AddSingleton<IScheduleControl, NoSchedule>();
        Configure(services);
        var provider = services.BuildServiceProvider();
        try
        {
            await StartAsync(provider);
            return provider;
        }
        catch
        {
            // A process that did not start holds no lock.
            await provider.DisposeAsync();
            throw;
        }
    }

    private static async Task StartAsync(ServiceProvider provider)
    {
        await provider.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        foreach (var service in provider.GetServices<IHostedService>().OfType<StoreStartup>())
            await service.StartingAsync(CancellationToken.None);
        await provider.GetRequiredService<ConsumerHeartbeat>().StartingAsync(CancellationToken.None);
    }

    /// <summary>Rotates a key type as `execute` does, without Quartz.</summary>
    protected async Task<RotationProgress> RotateAsync(string keyType, RotationTrigger trigger = RotationTrigger.ComplianceRequirement)
    {
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(keyType, trigger, "a test"), "tester", outsideWindow: true, CancellationToken.None);
        return await Get<RotationService>().RunAsync(keyType, CancellationToken.None);
    }

    /// <summary>Stands in for Quartz where a case does not need it to fire.</summary>
    private sealed class NoSchedule : IScheduleControl
    {
        public Task RunNowAsync(string keyType, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task TakeOverAsync(string keyType, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ShowPauseAsync(string keyType, Pause? pause, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task FreeFailedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ScheduleReport> ReportAsync(CancellationToken cancellationToken) => Task.FromResult(ScheduleReport.Nothing);
    }
}
