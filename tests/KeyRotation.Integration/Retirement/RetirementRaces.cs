using System.Data.Common;
using KeyRotation.Claims;
using KeyRotation.Faults;
using KeyRotation.Retirement;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KeyRotation.Integration.Retirement;

/// <summary>What changes while a version is looked at, counted and committed: at every point in between, it is kept.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class RetirementRaces(DatabaseKind kind) : RetirementFixture(kind)
{
    private string _failpoint = "";

    [TearDown]
    public void SetNoFailpoint() => _failpoint = "";

    private InterceptedCensuses Census => (InterceptedCensuses)Get<ITargetCensuses>();

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<ITargetCensuses>(provider => new InterceptedCensuses(provider.GetRequiredService<TargetTables>()));
        if (_failpoint.Length > 0)
            services.AddSingleton(Failpoints.Parse(_failpoint));
    }

    [Test]
    public async Task A_silent_consumer_that_comes_back_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 1, silentHours: 30);
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}consumer set lease_until = {Ago(hours: -1)} where name = 'billing'");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_rotation_that_opens_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.ComplianceRequirement, "a test"), "tester", outsideWindow: true, CancellationToken.None);

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task An_activation_that_comes_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => RotateAsync(KeyType);

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_restore_of_the_store_that_is_found_behind_the_look_keeps_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}store set incarnation_id = '{Guid.NewGuid():D}'");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task An_attempt_to_open_something_that_is_reported_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => AttemptAsync();

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task An_open_under_it_that_is_reported_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => Store.ExecuteAsync(
            $"insert into {Store.Schema}consumer_usage (consumer_id, key_type, version, seals, opens, last_open_at, reported_at) " +
            $"select consumer_id, '{KeyType}', 1, 0, 1, {Ago()}, {Ago()} from {Store.Schema}consumer where name like 'keyrotation-node%'");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_consumer_with_a_ring_of_before_the_disabling_that_goes_on_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: 30);
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}consumer set lease_until = {Ago(hours: -1)} where name = 'billing'");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_target_that_is_registered_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => RegisterAsync("null");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_history_that_another_node_registers_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}target set history_table = 'secrets_history' where name = '{Target}'");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_target_that_returns_behind_the_count_keeps_it()
    {
        await DisableVersionOneAsync();
        await RegisterAsync(Ago(days: 20));
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}target set retired_at = null where name = 'archive'");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_version_that_is_enabled_behind_the_count_stays_in_grace()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => Get<VersionEnabling>().EnableAsync(KeyType, 1, "needed", "tester", CancellationToken.None);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.ChangedMeanwhile));
        Assert.That(await StateOfAsync(1), Is.EqualTo("grace"));
    }

    [Test]
    public async Task A_version_that_was_enabled_and_disabled_anew_behind_the_count_has_its_days_before_it()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}key_version set disabled_at = {Ago(hours: 0.1)} where key_type = '{KeyType}' and version = 1");

        await AssertKeptAsync(KeepReason.ChangedMeanwhile);
    }

    [Test]
    public async Task A_node_that_stood_still_and_lost_its_claim_behind_the_count_commits_nothing()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}claim set epoch = epoch + 1, holder = 'another' where name = '{RetirementClaim.Of(KeyType)}'");

        await Assert.ThatAsync(() => RunAsync(), Throws.TypeOf<ClaimLostException>());
        Assert.That((await StateOfAsync(1), await CountAsync("audit_event", "action = 'key.retired'")), Is.EqualTo(("disabled", 0L)));
    }

    [Test]
    public async Task Of_two_nodes_at_once_one_retires_it_and_the_other_says_so()
    {
        await DisableVersionOneAsync();
        await using var node = await AnotherNodeAsync();
        var other = node.Services;
        await AgeAcknowledgementsAsync();
        IReadOnlyList<RetirementReport> second = [];
        Census.AfterCount = async () => second = await other.GetRequiredService<RetirementService>().RunAsync(KeyType, dryRun: false, "another", CancellationToken.None);

        var first = await RunAsync();

        Assert.That((first[0].Outcome, second.Single().Reason), Is.EqualTo((RetirementOutcome.Retired, (KeepReason?)KeepReason.InHandElsewhere)));
        Assert.That(await CountAsync("audit_event", "action = 'key.retired'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Many_runs_at_the_same_moment_retire_it_once()
    {
        await DisableVersionOneAsync();
        await using var node = await AnotherNodeAsync();
        var other = node.Services;
        await AgeAcknowledgementsAsync();

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? Services : other).GetRequiredService<RetirementService>().RunAsync(KeyType, dryRun: false, "tester", CancellationToken.None)));

        Assert.That(runs.SelectMany(run => run).Count(report => report.Outcome == RetirementOutcome.Retired), Is.EqualTo(1));
        Assert.That(await CountAsync("audit_event", "action = 'key.retired'"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_a_writer_commits_while_its_transaction_is_waited_for_is_counted()
    {
        await DisableVersionOneAsync();
        var late = Under(1, Seal("secret", "late", "x"));
        await using var writer = await OpenAsync();
        DbTransaction? transaction = null;
        if (Kind != DatabaseKind.Sqlite)
            transaction = await BeginAsync(writer, late);
        Census.AroundTransactions = async look =>
        {
            transaction ??= await BeginAsync(writer, late);
            var looking = look();
            await transaction.CommitAsync();
            return await looking;
        };

        await AssertKeptAsync(KeepReason.References);
        await transaction!.DisposeAsync();
    }

    [Test]
    public async Task A_transaction_older_than_the_last_acknowledgement_that_does_not_end_keeps_it()
    {
        if (Kind == DatabaseKind.Sqlite)
            Assert.Ignore("SQLite has one writer: whoever is behind it knows that it has ended.");
        await using var writer = await OpenAsync();
        await Store.ExecuteAsync("create table other (id int)");
        await using var transaction = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, transaction, "insert into other (id) values (1)");
        await SucceedVersionOneAsync();

        var report = (await RunAsync())[0];

        Assert.That(report.Reason, Is.EqualTo(KeepReason.TransactionsOpen), report.Detail);
        Assert.That(report.Detail, Does.Contain("session"));
        await transaction.CommitAsync();
        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Disabled));
    }

    [TestCase("audit:key.disabled:before-commit=throw@1", "grace", "key.disabled")]
    [TestCase("audit:key.retired:before-commit=throw@1", "disabled", "key.retired")]
    public async Task A_process_that_dies_before_the_commit_has_changed_nothing_and_the_next_run_does_it(string failpoint, string state, string action)
    {
        await PrepareAsync(failpoint, state);

        await Assert.ThatAsync(() => RunAsync(), Throws.TypeOf<FailpointReachedException>());

        Assert.That((await StateOfAsync(1), await CountAsync("audit_event", $"action = '{action}'")), Is.EqualTo((state, 0L)));
        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(state == "grace" ? RetirementOutcome.Disabled : RetirementOutcome.Retired));
        Assert.That(await CountAsync("audit_event", $"action = '{action}'"), Is.EqualTo(1));
    }

    [TestCase("audit:key.disabled:after-commit=throw@1", "grace", "disabled", "key.disabled")]
    [TestCase("audit:key.retired:after-commit=throw@1", "disabled", "retired", "key.retired")]
    public async Task A_process_that_dies_behind_the_commit_has_done_it_once(string failpoint, string state, string then, string action)
    {
        await PrepareAsync(failpoint, state);

        await Assert.ThatAsync(() => RunAsync(), Throws.TypeOf<FailpointReachedException>());
        await RunAsync();

        Assert.That((await StateOfAsync(1), await CountAsync("audit_event", $"action = '{action}'")), Is.EqualTo((then, 1L)));
    }

    private async Task PrepareAsync(string failpoint, string state)
    {
        await (state == "grace" ? SucceedVersionOneAsync() : DisableVersionOneAsync());
        _failpoint = failpoint;
        await RestartAsync();
        await Get<Client.StoreKeyRings>().RefreshAsync(KeyType, CancellationToken.None);
        if (state == "disabled")
            await AgeAcknowledgementsAsync();
    }

    private async Task AssertKeptAsync(KeepReason reason)
    {
        var report = (await RunAsync()).Single(kept => kept.Version == 1);
        Assert.That(report.Reason, Is.EqualTo(reason), report.Detail);
        Assert.That((Census.Counts, await StateOfAsync(1), await CountAsync("key_version", "version = 1 and wrapped_record is not null"), await CountAsync("audit_event", "action = 'key.retired'")), Is.EqualTo((2, "disabled", 1L, 0L)));
    }

    private Task<int> RegisterAsync(string retiredAt) => Store.ExecuteAsync(
        $"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at, retired_at) values ('archive', '{KeyType}', '[]', '[\"secret\"]', {Ago(days: 100)}, {retiredAt})");

    private Task<int> AttemptAsync() => Store.ExecuteAsync(
        $"insert into {Store.Schema}consumer_usage (consumer_id, key_type, version, seals, opens, attempts, last_attempt_at, reported_at) " +
        $"select consumer_id, '{KeyType}', 1, 0, 0, 1, {Ago()}, {Ago()} from {Store.Schema}consumer where name like 'keyrotation-node%'");

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = Kind switch
        {
            DatabaseKind.Sqlite => new SqliteConnection(Store.ConnectionString),
            DatabaseKind.PostgreSql => new NpgsqlConnection(Store.ConnectionString),
            _ => new SqlConnection(Store.ConnectionString),
        };
        await connection.OpenAsync();
        return connection;
    }

    private async Task<DbTransaction> BeginAsync(DbConnection writer, byte[] secret)
    {
        var transaction = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, transaction, $"insert into secrets (tenant, name, secret) values (7, 'late', {Bytes(secret)})");
        return transaction;
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
