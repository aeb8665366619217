using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Integration.Targets;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>A table of sealed rows under version 1, and a rotation to version 2 that fails where the case says.</summary>
public abstract class RollbackFixture(DatabaseKind kind) : StoreFixture(kind)
{
    protected const string KeyType = "token_encryption";
    protected const int Rows = 137;

    private protected InterceptedTargets Interception => (InterceptedTargets)Get<ITargetTables>();

    protected IRotationStore Rotations => Get<IRotationStore>();

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table secrets (id {types.LongNumber} not null, secret {types.Bytes}, primary key (id))");
        Options.KeyTypes[KeyType] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "secrets", Table = "secrets", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "secret", Encoding = "binary" }] }],
        };
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<ITargetTables>(provider => new InterceptedTargets(provider.GetRequiredService<TargetTables>()));

    /// <summary>Version 2 is active, one batch of 50 rows is under it, and the rotation has failed while migrating.</summary>
    protected async Task<Rotation> FailWhileMigratingAsync()
    {
        await RotateAsync(KeyType);
        await InsertAsync(Rows);
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.ComplianceRequirement, "a test"), "tester", true, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Interception.AfterCommit = stop.Cancel;
        await Assert.CatchAsync<OperationCanceledException>(() => Get<RotationService>().RunAsync(KeyType, stop.Token));
        Interception.AfterCommit = () => { };
        return await FailAsync("a terminal refuses the new key");
    }

    /// <summary>Version 2 waits for a consumer that does not answer, and the rotation has failed so.</summary>
    protected async Task<Rotation> FailBeforeActivationAsync()
    {
        await RotateAsync(KeyType);
        await InsertAsync(Rows);
        await AddSilentConsumerAsync();
        await RotateAsync(KeyType);
        var failed = await FailAsync("nobody answered");
        await RemoveSilentConsumerAsync();
        return failed;
    }

    /// <summary>As the end of its retries leaves it.</summary>
    protected async Task<Rotation> FailAsync(string error)
    {
        await Store.ExecuteAsync($"update {Store.Schema}rotation set failed_in = state, state = 'failed', hold = null, last_error = '{error}' where ended_at is null");
        return (await Rotations.FindOpenAsync(KeyType, CancellationToken.None))!;
    }

    protected Task<Reply<Rotation>> RollBackAsync(RotationId id) => Get<RotationRollback>().RollBackAsync(id, "the new key does not work", "olga", CancellationToken.None);

    protected async Task<Rotation> RunAsync()
    {
        var open = (await Rotations.FindOpenAsync(KeyType, CancellationToken.None))!;
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        return (await Rotations.FindAsync(open.Id, CancellationToken.None))!;
    }

    protected async Task<(int Version, KeyVersionState State)[]> VersionsAsync() =>
        [.. (await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None)).Select(version => (version.Version, version.State))];

    /// <summary>Live and subscribed to the key type, and never acknowledges anything.</summary>
    protected async Task AddSilentConsumerAsync() =>
        await Store.ExecuteAsync($"insert into {Store.Schema}consumer (consumer_id, name, host, version, login, registered_at, lease_until) values ('{Guid.NewGuid():D}', 'silent', 'elsewhere', '1', 'app', '2026-01-01 00:00:00', '2999-01-01 00:00:00')");

    protected Task<int> RemoveSilentConsumerAsync() => Store.ExecuteAsync($"delete from {Store.Schema}consumer where name = 'silent'");

    protected async Task InsertAsync(int count, int from = 0)
    {
        for (var id = from; id < from + count; id++)
            await Store.ExecuteAsync($"insert into secrets (id, secret) values ({id}, {BinaryLiteral(Seal(id, $"plaintext {id}"))})");
    }

    protected Task<int> WriteAsync(long id, string plaintext) => Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral(Seal(id, plaintext))} where id = {id}");

    protected byte[] Seal(long id, string plaintext)
    {
        using var lease = Get<StoreKeyRings>().Borrow(KeyType);
        return lease.Ring.Seal(Encoding.UTF8.GetBytes(plaintext), EncryptionContext.For("secrets", "secret", $"{id}"));
    }

    /// <summary>Every row, by its key: the version that it names and what it opens to (or why it does not).</summary>
    protected async Task<IReadOnlyDictionary<long, (uint Version, string Plaintext)>> ReadAsync()
    {
        var rows = await Store.QueryAsync("select id, secret from secrets");
        using var lease = Get<StoreKeyRings>().Borrow(KeyType);
        return rows.ToDictionary(row => Convert.ToInt64(row[0]!, System.Globalization.CultureInfo.InvariantCulture), row =>
        {
            var envelope = (byte[])row[1]!;
            Envelope.TryReadHeader(envelope, out var header);
            var status = lease.Ring.TryOpen(envelope, EncryptionContext.For("secrets", "secret", $"{row[0]}"), out var plaintext);
            return (header.KeyVersion, status == OpenStatus.Opened ? Encoding.UTF8.GetString(plaintext) : $"{status}");
        });
    }

    protected async Task AssertAllUnderAsync(uint version, int count = Rows)
    {
        var rows = await ReadAsync();
        Assert.That(rows.Select(row => (row.Key, row.Value.Version, row.Value.Plaintext)).OrderBy(row => row.Key),
            Is.EqualTo(Enumerable.Range(0, count).Select(id => ((long)id, version, $"plaintext {id}"))));
    }

    protected string BinaryLiteral(byte[] bytes) => Kind switch
    {
        DatabaseKind.PostgreSql => $"'\\x{Convert.ToHexString(bytes)}'",
        DatabaseKind.SqlServer => $"0x{Convert.ToHexString(bytes)}",
        _ => $"x'{Convert.ToHexString(bytes)}'",
    };
}
