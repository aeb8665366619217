using System.Data.Common;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Jobs;
using KeyRotation.Keys;
using KeyRotation.Node.Hosting;
using KeyRotation.Rotations;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace KeyRotation.Integration.Operations;

/// <summary>Each role by a login of its own: what it may, and what it may not.</summary>
[TestFixture]
public sealed class RolesOnPostgreSql() : OpsFixture(DatabaseKind.PostgreSql)
{
    private const string Denied = "42501";

    private readonly List<string> _logins = [];

    [TearDown]
    public async Task DropLogins()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var login in _logins)
            await Store.ExecuteAsync($"drop owned by {login} cascade; drop role {login}");
        _logins.Clear();
    }

    [Test]
    public async Task A_reader_reads_every_view_and_no_table()
    {
        var reader = await LoginAsync("keyrotation_reader");

        foreach (var view in SqlReadme.Columns().Keys)
            await RunAsync(reader, $"select * from ops.{view}");
        foreach (var table in new[] { "key_version", "rotation", "audit_event", "request", "qrtz_triggers", "pause_in_force" })
            await AssertDeniedAsync(reader, $"select * from keyrotation.{table}");
        await AssertDeniedAsync(reader, "select ops.request_pause(null, 'a test')");
    }

    [Test]
    public async Task An_operator_requests_under_the_login_s_name_and_changes_nothing_else()
    {
        var operatorLogin = await LoginAsync("keyrotation_operator");

        await RunAsync(operatorLogin, SqlReadme.Blocks("postgresql-request").Single());

        Assert.That((await AskAsync("distinct requested_by", "v_requests")).Single()[0], Is.EqualTo(new NpgsqlConnectionStringBuilder(operatorLogin).Username));
        await AssertDeniedAsync(operatorLogin, "insert into keyrotation.request select * from keyrotation.request");
        await AssertDeniedAsync(operatorLogin, "update keyrotation.rotation set state = 'cancelled'");
        await AssertDeniedAsync(operatorLogin, "delete from keyrotation.pause");
        await AssertDeniedAsync(operatorLogin, "select keyrotation.insert_request('rotation', 'token_encryption', 'security_breach', 'a test', null)");
    }

    [Test]
    public async Task A_node_with_the_app_role_rotates_and_schedules_but_cannot_touch_the_trail_or_the_schema()
    {
        var app = await LoginAsync("keyrotation_app");
        await Store.ExecuteAsync($"grant select, update on secrets to keyrotation_app");
        await using var node = await StartNodeAsAsync(app);

        await node.GetRequiredService<RotationRequests>().OpenAsync(new PlannedRotation("token_encryption", RotationTrigger.ComplianceRequirement, "a test"), "tester", true, CancellationToken.None);
        // The fixture's own consumer acknowledges within its next poll.
        RotationProgress progress = null!;
        await Poll.UntilAsync(
            async () => (progress = await node.GetRequiredService<RotationService>().RunAsync("token_encryption", CancellationToken.None)) is RotationProgress.Ended,
            () => Task.FromResult($"{progress}"));
        await node.GetRequiredService<Schedules>().SeedAsync(CancellationToken.None);
        await (await node.GetRequiredService<ISchedulerFactory>().GetScheduler(CancellationToken.None)).Shutdown(true, CancellationToken.None);

        Assert.That(((RotationProgress.Ended)progress).Rotation.State, Is.EqualTo(RotationState.Completed));
        await AssertDeniedAsync(app, "update keyrotation.audit_event set actor = 'nobody'");
        await AssertDeniedAsync(app, "delete from keyrotation.audit_event");
        await AssertDeniedAsync(app, "delete from keyrotation.audit_seal");
        await AssertDeniedAsync(app, "truncate keyrotation.audit_event");
        await AssertDeniedAsync(app, "create table keyrotation.mine (id integer)");
        await AssertDeniedAsync(app, "drop table keyrotation.rotation");
        await AssertDeniedAsync(app, "insert into keyrotation.consumer_grant (login_or_role, key_type) values ('x', 'token_encryption')");
        await AssertDeniedAsync(app, "delete from keyrotation.schema_version");
    }

    [Test]
    public async Task A_node_that_may_not_update_a_target_does_not_start()
    {
        var app = await LoginAsync("keyrotation_app");
        await Store.ExecuteAsync("grant select on secrets to keyrotation_app");

        var refused = (await Assert.ThrowsAsync<TargetProblemException>(() => StartNodeAsAsync(app)))!;

        Assert.That(refused.Message, Does.Contain("may not update secrets").And.Contain("Grant it SELECT and UPDATE"));
    }

    [Test]
    public async Task A_consumer_loads_the_rings_granted_to_it_and_sees_no_others()
    {
        await RotateAsync("token_encryption");
        await RotateAsync("database_encryption");
        var consumer = await LoginAsync("keyrotation_consumer");
        var login = new NpgsqlConnectionStringBuilder(consumer).Username!;
        await Store.ExecuteAsync($"insert into keyrotation.consumer_grant (login_or_role, key_type) values ('{login}', 'token_encryption')");
        await using var application = Compose(consumer);
        var heartbeat = application.GetRequiredService<ConsumerHeartbeat>();

        await heartbeat.StartingAsync(CancellationToken.None);

        using (var lease = application.GetRequiredService<StoreKeyRings>().Borrow("token_encryption"))
            Assert.That(lease.Ring.ActiveVersion, Is.EqualTo(1));
        Assert.That(() => application.GetRequiredService<StoreKeyRings>().Borrow("database_encryption"), Throws.InstanceOf<KeyTypeUnknownException>());
        Assert.That((await RowsAsync(consumer, "select distinct key_type from keyrotation.key_version")).Single(), Is.EqualTo("token_encryption"));
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from keyrotation.consumer_acknowledgement a join keyrotation.consumer c on c.consumer_id = a.consumer_id where c.login = '{login}'"), Is.EqualTo(1));
        Assert.That(await RowsAsync(Store.ConnectionString, $"select r.key_type from keyrotation.consumer_reads r join keyrotation.consumer c on c.consumer_id = r.consumer_id where c.login = '{login}'"),
            Is.EqualTo(new[] { "token_encryption" }));
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from keyrotation.consumer_reads r join keyrotation.consumer c on c.consumer_id = r.consumer_id where c.login <> '{login}'"), Is.EqualTo(5));
        await heartbeat.StoppedAsync(CancellationToken.None);
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from keyrotation.consumer where login = '{login}' and signed_off_at is not null"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_consumer_can_neither_change_another_s_registration_nor_speak_for_it_nor_read_anything_else()
    {
        await RotateAsync("token_encryption");
        var consumer = await LoginAsync("keyrotation_consumer");

        Assert.That(await RunAsync(consumer, "update keyrotation.consumer set signed_off_at = now()"), Is.Zero);
        Assert.That(await RunAsync(consumer, "update keyrotation.consumer_acknowledgement set activation = 99"), Is.Zero);
        await AssertDeniedAsync(consumer, $"insert into keyrotation.consumer (consumer_id, name, host, version, login, registered_at, lease_until) values ('{Guid.NewGuid()}', 'x', 'x', '1', 'somebody', now(), now())");
        await AssertDeniedAsync(consumer,
            $"""
            insert into keyrotation.consumer_acknowledgement (consumer_id, key_type, incarnation_id, epoch, activation, versions, acknowledged_at)
            select '{await Store.ScalarAsync<Guid>("select consumer_id from keyrotation.consumer limit 1")}', 'file_encryption', incarnation_id, 1, 1, '', now() from keyrotation.store
            """);
        await AssertDeniedAsync(consumer, "update keyrotation.key_version set state = 'disabled'");
        foreach (var table in new[] { "audit_event", "audit_key", "rotation", "consumer_grant", "request", "qrtz_triggers" })
            await AssertDeniedAsync(consumer, $"select * from keyrotation.{table}");
        await AssertDeniedAsync(consumer, "select * from ops.v_key_status");
    }

    [Test]
    public async Task A_grant_to_a_role_is_one_to_its_members()
    {
        await RotateAsync("token_encryption");
        var consumer = await LoginAsync("keyrotation_consumer");
        Assert.That(await RowsAsync(consumer, "select key_type from keyrotation.key_version"), Is.Empty);

        await Store.ExecuteAsync("insert into keyrotation.consumer_grant (login_or_role, key_type) values ('keyrotation_consumer', 'token_encryption')");

        Assert.That(await RowsAsync(consumer, "select key_type from keyrotation.key_version"), Is.EqualTo(new[] { "token_encryption" }));
    }

    [Test]
    public async Task A_login_with_grants_of_its_own_and_no_role_sees_every_row()
    {
        await RotateAsync("token_encryption");
        var own = await LoginAsync(null);
        await Store.ExecuteAsync($"grant usage on schema keyrotation to {new NpgsqlConnectionStringBuilder(own).Username}; grant select on keyrotation.key_version to {new NpgsqlConnectionStringBuilder(own).Username}");

        Assert.That(await RowsAsync(own, "select key_type from keyrotation.key_version"), Is.EqualTo(new[] { "token_encryption" }));
    }

    [Test]
    public async Task A_login_that_may_not_create_roles_migrates_all_the_same_and_grants_what_is_there()
    {
        await using var empty = await TestStore.CreateAsync(DatabaseKind.PostgreSql);
        var migrating = await LoginAsync(null, empty.ConnectionString);
        await empty.ExecuteAsync($"grant create on database {new NpgsqlConnectionStringBuilder(empty.ConnectionString).Database} to {new NpgsqlConnectionStringBuilder(migrating).Username}");
        await using var migrator = Compose(migrating);

        await migrator.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);

        Assert.That(await migrator.GetRequiredService<SchemaMigrator>().MissingRolesAsync(CancellationToken.None), Is.Empty);
        Assert.That(await empty.ScalarAsync<bool>("select has_table_privilege('keyrotation_reader', 'ops.v_key_status', 'select')"), Is.True);
        await empty.ExecuteAsync($"drop owned by {new NpgsqlConnectionStringBuilder(migrating).Username} cascade");
    }

    /// <summary>A login of this server that is a member of one role.</summary>
    private async Task<string> LoginAsync(string? role, string? connectionString = null)
    {
        var name = $"login_{Guid.NewGuid():N}";
        await Store.ExecuteAsync($"create role {name} login password 'for-this-test'{(role is null ? "" : $" in role {role}")}");
        _logins.Add(name);
        return new NpgsqlConnectionStringBuilder(connectionString ?? Store.ConnectionString) { Username = name, Password = "for-this-test" }.ConnectionString;
    }

    private ServiceProvider Compose(string connectionString)
    {
        var options = new KeyRotationOptions
        {
            Store = new StoreOptions { Provider = Store.Provider, ConnectionString = connectionString, ClaimSeconds = 3, CommandTimeoutSeconds = 2, ConsumerLeaseSeconds = 3 },
            KeyEncryptionKey = Options.KeyEncryptionKey,
            Escrow = Options.Escrow,
            Migration = Options.Migration,
            KeyTypes = Options.KeyTypes,
        };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKeyRotation(options);
        services.AddSingleton(new ClaimHolder($"test/{Guid.NewGuid():N}"));
        services.AddKeyRotationScheduling(NodeComposition.QuartzStoreOf(options)).AddKeyRotationJobs(new ScheduleSettings(true, TimeSpan.FromHours(1)));
        return services.BuildServiceProvider();
    }

    private async Task<ServiceProvider> StartNodeAsAsync(string connectionString)
    {
        var provider = Compose(connectionString);
        foreach (var service in provider.GetServices<IHostedService>().OfType<StoreStartup>())
            await service.StartingAsync(CancellationToken.None);
        await provider.GetRequiredService<ConsumerHeartbeat>().StartingAsync(CancellationToken.None);
        return provider;
    }

    private static async Task<int> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task AssertDeniedAsync(string connectionString, string sql)
    {
        var refused = await Assert.CatchAsync<DbException>(() => RunAsync(connectionString, sql), sql);
        Assert.That(refused?.SqlState, Is.EqualTo(Denied), $"{sql}: {refused?.Message}");
    }
}
