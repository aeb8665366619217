using KeyRotation.Audit;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>A failed rotation is rolled back: who is active, where the rows are, what the trail says.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class RollbackContract(DatabaseKind kind) : RollbackFixture(kind)
{
    [Test]
    public async Task Every_row_is_back_under_the_predecessor_which_is_active_again()
    {
        var failed = await FailWhileMigratingAsync();
        Assert.That((await ReadAsync()).Values.Select(row => row.Version).Distinct(), Is.EquivalentTo(new uint[] { 1, 2 }), "Some rows were migrated, some were not.");

        var begun = await RollBackAsync(failed.Id);
        var ended = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That(begun.Value?.State, Is.EqualTo(RotationState.RollingBack));
            Assert.That((ended.State, ended.FailedIn, ended.EndedAt is not null), Is.EqualTo((RotationState.RolledBack, (RotationState?)RotationState.Migrating, true)), ended.LastError);
            Assert.That((ended.Rollback?.By, begun.Value?.Rollback?.By), Is.EqualTo(("olga", "olga")));
            Assert.That(ended.Rollback?.Reason, Is.EqualTo("the new key does not work"));
        });
        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { (1, KeyVersionState.Active), (2, KeyVersionState.Grace) }));
        await AssertAllUnderAsync(version: 1);
    }

    [Test]
    public async Task The_predecessors_grace_is_over_the_other_ones_begins_and_the_activation_has_the_next_number()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        await RunAsync();

        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);
        var activations = await Store.QueryAsync($"select number, version from {Store.Schema}activation where key_type = '{KeyType}' order by number");
        var reactivated = (await Rotations.FindAsync(failed.Id, CancellationToken.None))!.PropagatingSince!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(versions[0].GraceEndsAt, Is.Null);
            Assert.That(versions[1].GraceEndsAt, Is.EqualTo(reactivated.AddDays(30)).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(activations.Select(row => $"{row[0]}:{row[1]}"), Is.EqualTo(new[] { "1:1", "2:2", "3:1" }));
        });
    }

    [Test]
    public async Task Failed_before_its_activation_its_version_is_disabled_and_no_data_moves()
    {
        var failed = await FailBeforeActivationAsync();

        await RollBackAsync(failed.Id);
        var ended = await RunAsync();

        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { (1, KeyVersionState.Active), (2, KeyVersionState.Disabled) }));
        Assert.That(await Get<IMigrationStore>().ListRangesAsync(failed.Id.Value, CancellationToken.None), Is.Empty);
        await AssertAllUnderAsync(version: 1);
    }

    [Test]
    public async Task The_trail_tells_who_began_it_which_version_became_active_and_how_it_ended()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        await RunAsync();

        var events = await Store.QueryAsync($"select action, actor, key_version from {Store.Schema}audit_event where key_type = '{KeyType}' order by key_type_seq");
        Assert.That(events.TakeLast(5).Select(row => $"{row[0]} {row[1]} {row[2]}"), Is.EqualTo(new[]
        {
            "rotation.rollback_started olga 2", "quarantine.cleared olga 2", "key.activated scheduler 1", "key.settled scheduler 2",
            "rotation.rolled_back scheduler 2",
        }));
        Assert.That((await Get<AuditProof>().VerifyAsync(CancellationToken.None)).FirstBreak, Is.Null);
    }
}
