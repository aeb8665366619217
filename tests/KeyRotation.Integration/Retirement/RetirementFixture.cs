using System.Globalization;
using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Integration.Targets;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Integration.Retirement;

/// <summary>
/// A key type whose version 1 was replaced by version 2, over a table with two sealed columns and an expiry. Time is moved in the rows,
/// never in the clocks: disabling and retiring need both of them.
/// </summary>
public abstract class RetirementFixture(DatabaseKind kind) : StoreFixture(kind)
{
    protected const string KeyType = "token_encryption";
    protected const string Target = "secrets";

    /// <summary>False = the default.</summary>
    protected virtual bool AllowsRetire => true;

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        var moment = Kind switch { DatabaseKind.PostgreSql => "timestamptz", DatabaseKind.SqlServer => "datetime2(3)", _ => "text" };
        await Store.ExecuteAsync($"create table secrets (tenant {types.LongNumber} not null, name {types.Name} not null, secret {types.Bytes}, note {types.Text}, expires_at {moment}, primary key (tenant, name))");
        Options.Retirement.AllowRetire = AllowsRetire;
        // Every 20 s, later than a case lasts, the node would report what the rotation opened: behind a disabling that the case dates back.
        Options.Store.ConsumerLeaseSeconds = 60;
        Options.KeyTypes[KeyType] = new KeyTypeOptions
        {
            Targets =
            [
                new TargetOptions
                {
                    Name = Target, Table = "secrets", KeyColumns = ["tenant", "name"], ExpiresAt = "expires_at",
                    History = History,
                    Columns = [new TargetColumnOptions { Name = "secret", Encoding = "binary" }, new TargetColumnOptions { Name = "note", Encoding = "text" }],
                },
            ],
        };
    }

    /// <summary>A table that a trigger would fill; null = none.</summary>
    protected virtual TargetHistoryOptions? History => null;

    protected TargetOptions Configured => Options.KeyTypes[KeyType].Targets[0];

    /// <summary>Version 1 has served: version 2 is active for 100 days, the grace period of version 1 has ended yesterday.</summary>
    protected async Task SucceedVersionOneAsync()
    {
        await RotateAsync(KeyType);
        await InsertAsync("first", "secret");
        await RotateAsync(KeyType);
        await EndGraceAsync(1);
    }

    protected async Task EndGraceAsync(int version)
    {
        await Store.ExecuteAsync($"update {Store.Schema}key_version set grace_ends_at = {Ago(days: 1)} where key_type = '{KeyType}' and version = {version}");
        await Store.ExecuteAsync($"update {Store.Schema}activation set activated_at = {Ago(days: 100)} where key_type = '{KeyType}'");
        await Store.ExecuteAsync($"update {Store.Schema}consumer set registered_at = {Ago(days: 200)}");
    }

    /// <summary>Version 1 is disabled, and its days are over.</summary>
    protected async Task DisableVersionOneAsync()
    {
        await SucceedVersionOneAsync();
        Assert.That((await RunAsync()).Single(report => report.Version == 1).Outcome, Is.EqualTo(RetirementOutcome.Disabled));
        await EndSoftDisableAsync(1);
    }

    /// <summary>Its days are over, and so is the time in which consumers acknowledged that it was disabled.</summary>
    protected async Task EndSoftDisableAsync(int version)
    {
        await Get<StoreKeyRings>().RefreshAsync(KeyType, CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}key_version set disabled_at = {Ago(days: 8)} where key_type = '{KeyType}' and version = {version}");
        await AgeAcknowledgementsAsync();
    }

    protected Task<int> AgeAcknowledgementsAsync() =>
        Store.ExecuteAsync($"update {Store.Schema}consumer_acknowledgement set acknowledged_at = {Ago(days: 7)} where key_type = '{KeyType}'");

    protected Task<IReadOnlyList<RetirementReport>> RunAsync(bool dryRun = false) =>
        Get<RetirementService>().RunAsync(KeyType, dryRun, "tester", CancellationToken.None);

    protected async Task<KeepReason?> WhyKeptAsync(int version) => (await RunAsync()).Single(report => report.Version == version).Reason;

    protected Task<string> StateOfAsync(int version) => Store.ScalarAsync<string>($"select state from {Store.Schema}key_version where key_type = '{KeyType}' and version = {version}");

    protected Task<long> CountAsync(string table, string where) => Store.ScalarAsync<long>($"select count(*) from {Store.Schema}{table} where {where}");

    protected async Task InsertAsync(string name, string plaintext, byte[]? secret = null, string? note = null, string? expiresAt = null) =>
        await Store.ExecuteAsync($"insert into secrets (tenant, name, secret, note, expires_at) values (7, '{name}', {Bytes(secret ?? Seal("secret", name, plaintext))}, {(note is null ? "null" : $"'{note}'")}, {expiresAt ?? "null"})");

    /// <summary>A ciphertext as it was written under a version that may not encrypt any more.</summary>
    protected static byte[] Under(int version, byte[] envelope)
    {
        var other = envelope.ToArray();
        Envelope.TryReadHeader(envelope, out var header);
        Envelope.WritePrefix(header.KeyId, version, other);
        return other;
    }

    protected byte[] Seal(string column, string name, string plaintext)
    {
        using var lease = Get<StoreKeyRings>().Borrow(KeyType);
        return lease.Ring.Seal(Encoding.UTF8.GetBytes(plaintext), EncryptionContext.For(Target, column, "7", name));
    }

    /// <summary>Another process that once registered, and what it said last.</summary>
    /// <param name="activation">That it acknowledged; null = it never acknowledged.</param>
    /// <param name="silentHours">Since its lease ended; negative = it is live.</param>
    /// <param name="signedOff">At that moment.</param>
    /// <param name="maxOfflineHours">That it may seal offline for; null = it did not say.</param>
    protected async Task AddConsumerAsync(long? activation, double silentHours, bool signedOff = false, int? maxOfflineHours = 24)
    {
        var id = Guid.NewGuid();
        var uid = $"'{id:D}'";
        await Store.ExecuteAsync(
            $"insert into {Store.Schema}consumer (consumer_id, name, host, version, login, registered_at, lease_until, signed_off_at, max_offline_seconds) " +
            $"values ({uid}, 'billing', 'app-9', '1.0.0', 'billing', {Ago(days: 200)}, {Ago(hours: silentHours)}, {(signedOff ? Ago(hours: silentHours) : "null")}, {(maxOfflineHours is { } hours ? hours * 3600 : "null")})");
        if (activation is { } number)
            await Store.ExecuteAsync(
                $"insert into {Store.Schema}consumer_acknowledgement (consumer_id, key_type, incarnation_id, epoch, activation, versions, acknowledged_at) " +
                $"select {uid}, '{KeyType}', incarnation_id, 1, {number}, '{{}}', {Ago(days: 90)} from {Store.Schema}store");
    }

    /// <summary>A second node; on SQLite, which serves one, this one once more.</summary>
    protected async Task<AnotherNode> AnotherNodeAsync() => new(Kind == DatabaseKind.Sqlite ? Services : await StartAsync(), Kind != DatabaseKind.Sqlite);

    protected sealed record AnotherNode(IServiceProvider Services, bool IsOwn) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => IsOwn ? ((IAsyncDisposable)Services).DisposeAsync() : ValueTask.CompletedTask;
    }

    protected static string Text(Guid id) => $"'{id:D}'";

    protected static string Ago(double days = 0, double hours = 0) =>
        $"'{(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(days) - TimeSpan.FromHours(hours)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}'";

    protected string Bytes(byte[] bytes) => Kind switch
    {
        DatabaseKind.PostgreSql => $"'\\x{Convert.ToHexString(bytes)}'",
        DatabaseKind.SqlServer => $"0x{Convert.ToHexString(bytes)}",
        _ => $"x'{Convert.ToHexString(bytes)}'",
    };
}
