using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Faults;
using KeyRotation.Integration.Consumers;
using KeyRotation.Integration.Targets;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Restores;

/// <summary>The store's rows are put back to what they were before a rotation; the data that it migrated are not.</summary>
public abstract class RestoredStoreFixture(DatabaseKind kind) : StoreFixture(kind)
{
    protected const string KeyType = "token_encryption";
    protected const int Rows = 137;

    /// <summary>Of nodes that are started from now on.</summary>
    protected string Failpoint { get; set; } = "";

    protected override void Configure(IServiceCollection services) => services.AddSingleton(_ => Failpoints.Parse(Failpoint));

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table secrets (id {types.LongNumber} not null, secret {types.Bytes}, primary key (id))");
        Options.KeyTypes[KeyType] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "secrets", Table = "secrets", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "secret", Encoding = "binary" }] }],
        };
    }

    protected string EscrowFile => Path.Combine(EscrowFolder, KeyType, "0000000002.kre");

    /// <summary>Version 1 is active in the store, and every row is under version 2.</summary>
    protected async Task LoseVersion2Async()
    {
        await RotateAsync(KeyType);
        await InsertAsync();
        var copy = await StoreCopy.TakeAsync(Store);
        await RotateToTheEndAsync();
        Assert.That(await ReadAsync(), Is.EqualTo(Everything(2)));
        await copy.PutBackAsync();
    }

    /// <returns>What was there.</returns>
    protected async Task<byte[]> DamageAsync()
    {
        var bytes = await File.ReadAllBytesAsync(EscrowFile);
        var damaged = bytes.ToArray();
        damaged[^40] ^= 1;
        await File.WriteAllBytesAsync(EscrowFile, damaged);
        return bytes;
    }

    /// <summary>Asked again while it waits for consumers that may be alive, as a node does.</summary>
    protected async Task<Rotation> RotateToTheEndAsync()
    {
        var progress = await RotateAsync(KeyType);
        await Poll.UntilAsync(async () => progress is RotationProgress.Ended || (progress = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None)) is RotationProgress.Ended, () => Task.FromResult($"{progress}"));
        return ((RotationProgress.Ended)progress).Rotation;
    }

    protected Task<IReadOnlyList<string>> NotAcknowledgedAsync() => Get<KeyRotation.Consumers.IConsumerDirectory>().NotAcknowledgedAsync(KeyType, 1, CancellationToken.None);

    protected Task<int> AddSilentConsumerAsync() => Store.ExecuteAsync(
        $"insert into {Store.Schema}consumer (consumer_id, name, host, version, login, registered_at, lease_until) values ('{Guid.NewGuid():D}', 'silent', 'elsewhere', '1', 'app', '2026-01-01 00:00:00', '2999-01-01 00:00:00')");

    protected Task<int> RemoveSilentConsumerAsync() => Store.ExecuteAsync($"delete from {Store.Schema}consumer where name = 'silent'");

    protected Task<Rotation?> OpenAsync() => Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None);

    protected Task<IReadOnlyList<KeyVersion>> VersionsAsync() => Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);

    protected Task<Guid> IncarnationAsync() => Get<IKeyStore>().IncarnationAsync(CancellationToken.None);

    protected Task<long> EventsAsync(string action) => Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event where action = '{action}'");

    private protected async Task<bool> RegisteredAsync(AnotherConsumer consumer) =>
        await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}consumer where consumer_id = '{consumer.Self.Id:D}'") == 1;

    private protected async Task<bool> AcknowledgedAsync(AnotherConsumer consumer) =>
        await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}consumer_acknowledgement a join {Store.Schema}store s on s.incarnation_id = a.incarnation_id where a.consumer_id = '{consumer.Self.Id:D}' and a.key_type = '{KeyType}'") == 1;

    protected async Task InsertAsync()
    {
        using var lease = Get<StoreKeyRings>().Borrow(KeyType);
        for (var id = 0; id < Rows; id++)
            await Store.ExecuteAsync($"insert into secrets (id, secret) values ({id}, {BinaryLiteral(lease.Ring.Seal(Encoding.UTF8.GetBytes($"plaintext {id}"), Context(id)))})");
    }

    protected async Task<(long Id, uint Version, string Plaintext)[]> ReadAsync()
    {
        using var lease = Get<StoreKeyRings>().Borrow(KeyType);
        return [.. (await Store.QueryAsync("select id, secret from secrets order by id")).Select(row =>
        {
            var envelope = (byte[])row[1]!;
            Envelope.TryReadHeader(envelope, out var header);
            var status = lease.Ring.TryOpen(envelope, Context((long)row[0]!), out var plaintext);
            return ((long)row[0]!, header.KeyVersion, status == OpenStatus.Opened ? Encoding.UTF8.GetString(plaintext) : $"{status}");
        })];
    }

    private protected async Task<int> OpenAllAsync(AnotherConsumer consumer)
    {
        var opened = 0;
        foreach (var row in await Store.QueryAsync("select id, secret from secrets"))
            if ((await consumer.Key(KeyType).OpenAsync((byte[])row[1]!, Context((long)row[0]!))).Status == OpenStatus.Opened)
                opened++;
        return opened;
    }

    protected static (long, uint, string)[] Everything(uint version) => [.. Enumerable.Range(0, Rows).Select(id => ((long)id, version, $"plaintext {id}"))];

    protected static EncryptionContext Context(long id) => EncryptionContext.For("secrets", "secret", $"{id}");

    protected string BinaryLiteral(byte[] bytes) => Kind == DatabaseKind.PostgreSql ? $"'\\x{Convert.ToHexString(bytes)}'" : $"x'{Convert.ToHexString(bytes)}'";
}
