using System.Globalization;
using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Integration.Targets;
using KeyRotation.Jobs;
using KeyRotation.Node.Hosting;
using KeyRotation.Policies;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace KeyRotation.Integration.Operations;

/// <summary>Base of what is asked in SQL: a store with a target, and Quartz's own schedules in Quartz's own tables.</summary>
public abstract class OpsFixture(DatabaseKind kind) : StoreFixture(kind)
{
    protected IScheduler Scheduler { get; private set; } = null!;

    [SetUp]
    public async Task SeedSchedules()
    {
        await Get<Schedules>().SeedAsync(CancellationToken.None);
        Scheduler = await Get<ISchedulerFactory>().GetScheduler(CancellationToken.None);
        await SetPoliciesAsync();
    }

    [TearDown]
    public async Task StopScheduler()
    {
        if (Scheduler is not null)
            await Scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
    }

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table secrets (id {types.LongNumber} not null primary key, secret {types.Bytes})");
        Options.KeyTypes["token_encryption"] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "secrets", Table = "secrets", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "secret", Encoding = "binary" }] }],
        };
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddKeyRotationScheduling(NodeComposition.QuartzStoreOf(Options)).AddKeyRotationJobs(new ScheduleSettings(true, TimeSpan.FromHours(1)));

    /// <summary>`ops.` or `ops_`.</summary>
    protected string Ops => Kind == DatabaseKind.Sqlite ? "ops_" : "ops.";

    protected Task<IReadOnlyList<object?[]>> AskAsync(string columns, string view, string rest = "") => Store.QueryAsync($"select {columns} from {Ops}{view} {rest}");

    protected async Task<object?[]> AskOneAsync(string columns, string view, string rest)
    {
        var rows = await AskAsync(columns, view, rest);
        Assert.That(rows, Has.Count.EqualTo(1), $"{view} {rest}");
        return rows[0];
    }

    /// <summary>A moment as each database's driver returns it.</summary>
    protected static DateTimeOffset Moment(object? value) => value switch
    {
        DateTime moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        string text => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        _ => throw new AssertionException($"A moment was expected, not {value ?? "NULL"}."),
    };

    protected static decimal Number(object? value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    /// <summary>A moment as a literal of this database.</summary>
    protected string Literal(DateTimeOffset moment)
    {
        var format = Kind switch
        {
            DatabaseKind.PostgreSql => "yyyy-MM-dd HH:mm:ss.ffffff'+00'",
            DatabaseKind.SqlServer => "yyyy-MM-dd'T'HH:mm:ss.ffffff",
            _ => "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
        };
        return $"'{moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}'";
    }

    /// <summary>Makes the active version old by the calendar.</summary>
    protected Task AgeAsync(string keyType, double days) => Store.ExecuteAsync(
        $"update {Store.Schema}key_version set activated_at = {Literal(TimeProvider.System.GetUtcNow().AddDays(-days))} where key_type = '{keyType}' and state = 'active'");

    protected Task PauseAsync(string scope, DateTimeOffset? until) => Store.ExecuteAsync(
        $"""
        insert into {Store.Schema}pause (scope, reason, paused_by, paused_at, paused_until)
        values ('{scope}', 'a storage move', 'dba', {Literal(TimeProvider.System.GetUtcNow())}, {(until is { } end ? Literal(end) : "null")})
        """);

    protected Task NodeAsync(string instance, DateTimeOffset seen, DateTimeOffset? stopped = null) => Store.ExecuteAsync(
        $"""
        insert into {Store.Schema}node (node_id, instance, host, process_id, version, roles, kek_id, started_at, seen_at, stopped_at, clock_skew_seconds, cpu_ratio, memory_bytes, pool_in_use, pool_size, state)
        values ('{Guid.NewGuid():D}', '{instance}', 'host', 1, '1.0.0', 'worker', 'kek-1', {Literal(seen.AddDays(-1))}, {Literal(seen)}, {(stopped is { } end ? Literal(end) : "null")}, 0.01, 0.25, 104857600, 1, 8, '{(stopped is null ? "ready" : "stopped")}')
        """);

    protected async Task InsertSecretsAsync(int count)
    {
        for (var id = 1; id <= count; id++)
        {
            using var lease = Get<StoreKeyRings>().Borrow("token_encryption");
            var secret = Convert.ToHexString(lease.Ring.Seal(Encoding.UTF8.GetBytes($"secret {id}"), EncryptionContext.For("secrets", "secret", $"{id}")));
            await Store.ExecuteAsync($"insert into secrets (id, secret) values ({id}, {BinaryLiteral(secret)})");
        }
    }

    protected string BinaryLiteral(string hexadecimal) => Kind switch
    {
        DatabaseKind.PostgreSql => $"'\\x{hexadecimal}'",
        DatabaseKind.SqlServer => $"0x{hexadecimal}",
        _ => $"x'{hexadecimal}'",
    };

    private async Task SetPoliciesAsync()
    {
        await Store.ExecuteAsync($"delete from {Store.Schema}key_type_policy");
        foreach (var policy in Get<KeyTypePolicies>().All)
            await Store.ExecuteAsync(
                $"""
                insert into {Store.Schema}key_type_policy (key_type, rotation_seconds, grace_seconds, priority, protects, targets, configured_by, configured_at)
                values ('{policy.Name}', {(long)policy.RotationInterval.TotalSeconds}, {(long)policy.GracePeriod.TotalSeconds}, '{policy.Priority.ToString().ToLowerInvariant()}', 'columns', '', 'a test', {Literal(TimeProvider.System.GetUtcNow())})
                """);
    }
}
