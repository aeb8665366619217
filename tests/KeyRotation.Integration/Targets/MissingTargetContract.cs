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
    public void A_target_that_nobody_registered_is_not_retired() =>
        Assert.That(async () => await Get<TargetTables>().RetireAsync("nowhere", "a test", "anna", CancellationToken.None), Throws.InstanceOf<TargetProblemException>().With.Message.Contains("nowhere"));

    private Task<int> EventsAsync(string action) => Store.ScalarAsync<int>($"select count(*) from {Store.Schema}audit_event where action = '{action}'");

    private Task<int> RegisterElsewhereAsync() => Store.ExecuteAsync(
        $"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at) values ('elsewhere', '{KeyType}', '[]', '[]', '2026-01-01 00:00:00')");
}
