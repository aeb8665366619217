using KeyRotation.Configuration;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Targets;

/// <summary>A node that is configured without a registered target calls no rotation complete.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class MissingTargetContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table secrets (id {types.LongNumber} not null primary key, secret {types.Bytes})");
        Options.KeyTypes[KeyType] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "secrets", Table = "secrets", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "secret", Encoding = "binary" }] }],
        };
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<ITargetTables>(provider => new InterceptedTargets(provider.GetRequiredService<TargetTables>()));

    [Test]
    public async Task The_hold_for_a_missing_target_is_still_shown_after_the_node_looked_again()
    {
        await RotateAsync(KeyType);
        await RegisterElsewhereAsync();

        var waiting = (RotationProgress.Waiting)await RotateAsync(KeyType);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        var held = await Get<IRotationStore>().FindAsync(waiting.Rotation.Id, CancellationToken.None);
        Assert.That(held!.Hold, Is.EqualTo(Hold.Dependency));
    }

    [Test]
    public async Task A_target_that_is_registered_while_a_node_sweeps_is_not_left_out_of_a_rotation_that_it_calls_complete()
    {
        await RotateAsync(KeyType);
        var targets = (InterceptedTargets)Get<ITargetTables>();
        var reads = 0;
        targets.AfterRead = async () =>
        {
            // 1 = migrating, 2 = the first sweep: another node starts with a configuration that has one target more.
            if (++reads == 2)
                await RegisterElsewhereAsync();
        };

        var progress = await RotateAsync(KeyType);

        Assert.That(reads, Is.GreaterThanOrEqualTo(2));
        Assert.That(progress, Is.InstanceOf<RotationProgress.Waiting>(), "Completed without a target that is registered.");
    }

    [Test]
    public async Task A_target_that_was_retired_and_is_configured_again_is_retired_no_more()
    {
        var targets = Get<TargetTables>();
        Assert.That(await targets.RetireAsync("secrets", "table dropped", "anna", CancellationToken.None), Is.True);
        Assert.That(await targets.RetireAsync("secrets", "table dropped", "anna", CancellationToken.None), Is.False, "Twice is once.");

        await RestartAsync();

        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}target where name = 'secrets' and retired_at is null"), Is.EqualTo(1));
        Assert.That(await EventsAsync("target.retired"), Is.EqualTo(1));
        Assert.That(await EventsAsync("target.returned"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_rotation_completes_without_a_target_that_was_retired()
    {
        await RotateAsync(KeyType);
        await RegisterElsewhereAsync();

        await Get<TargetTables>().RetireAsync("elsewhere", "table dropped", "anna", CancellationToken.None);

        Assert.That(await RotateAsync(KeyType), Is.InstanceOf<RotationProgress.Ended>());
    }

    [Test]
    public async Task Every_entry_is_listed_those_that_are_gone_and_those_without_a_place_as_well()
    {
        await RegisterElsewhereAsync();
        await Get<TargetTables>().RetireAsync("elsewhere", "table dropped", "anna", CancellationToken.None);

        var entries = await Get<TargetTables>().ListRegisteredAsync(CancellationToken.None);

        Assert.That(entries.Select(entry => (entry.Name, entry.RetiredAt is null, entry.Place?.Table)), Is.EqualTo(new[] { ("elsewhere", false, null), ("secrets", true, "secrets") }));
        Assert.That(entries[1].Columns, Is.EqualTo(new[] { "secret" }));
    }

    [Test]
    public void A_target_that_nobody_registered_is_not_retired() =>
        Assert.That(async () => await Get<TargetTables>().RetireAsync("nowhere", "a test", "anna", CancellationToken.None), Throws.InstanceOf<TargetProblemException>().With.Message.Contains("nowhere"));

    [Test]
    public async Task A_target_that_is_dropped_and_retired_while_it_is_migrated_holds_up_nothing()
    {
        await RotateAsync(KeyType);
        var targets = (InterceptedTargets)Get<ITargetTables>();
        targets.AfterRead = async () =>
        {
            targets.AfterRead = () => Task.CompletedTask;
            // Its ranges are planned, and nobody will ever finish them.
            await RegisterElsewhereAsync();
            await Store.ExecuteAsync(
                $"""
                insert into {Store.Schema}migration_range (work_id, target, pass, range_number, kind, batch_number, rows_read, rows_rewritten, rows_verified, rows_superseded, rows_quarantined, started_at, checkpoint_at, epoch)
                select work_id, 'elsewhere', pass, range_number, kind, 0, 0, 0, 0, 0, 0, started_at, checkpoint_at, 0 from {Store.Schema}migration_range where target = 'secrets'
                """);
            await Get<TargetTables>().RetireAsync("elsewhere", "table dropped", "anna", CancellationToken.None);
        };

        var progress = await RotateAsync(KeyType).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.That(progress, Is.InstanceOf<RotationProgress.Ended>().And.Property("Rotation").Property("State").EqualTo(RotationState.Completed));
    }

    [Test]
    public async Task A_node_that_has_another_table_by_a_target_s_name_works_on_no_rotation_until_it_is_registered_so()
    {
        await RotateAsync(KeyType);
        await MoveRegistryAsync();

        var waiting = await RotateAsync(KeyType);
        var moved = await Get<TargetTables>().MoveAsync("secrets", "a new table", "anna", CancellationToken.None);
        var ended = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        Assert.That(waiting, Is.TypeOf<RotationProgress.Waiting>().And.Property("Hold").EqualTo(Hold.Dependency));
        Assert.That((await Get<IRotationStore>().ListAsync(new RotationFilter(KeyType), CancellationToken.None))[0].State, Is.EqualTo(RotationState.Completed), $"{moved} {ended}");
    }

    [Test]
    public async Task A_target_that_is_registered_with_another_table_while_a_node_sweeps_is_not_called_complete()
    {
        await RotateAsync(KeyType);
        var targets = (InterceptedTargets)Get<ITargetTables>();
        var reads = 0;
        targets.AfterRead = async () =>
        {
            if (++reads == 2)
                await MoveRegistryAsync();
        };

        Assert.That(await RotateAsync(KeyType), Is.InstanceOf<RotationProgress.Waiting>());
        Assert.That(reads, Is.GreaterThanOrEqualTo(2));
    }

    /// <summary>As if another node had said `targets move` for a table of its own.</summary>
    private Task<int> MoveRegistryAsync() => Store.ExecuteAsync($"update {Store.Schema}target set table_name = 'secrets_elsewhere' where name = 'secrets'");

    private Task<int> EventsAsync(string action) => Store.ScalarAsync<int>($"select count(*) from {Store.Schema}audit_event where action = '{action}'");

    private Task<int> RegisterElsewhereAsync() => Store.ExecuteAsync(
        $"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at) values ('elsewhere', '{KeyType}', '[]', '[]', '2026-01-01 00:00:00')");
}
