using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>The ranges of a rollback are shared like those of any migration.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class SharingContract(DatabaseKind kind) : RollbackFixture(kind)
{
    protected override Task CreateTargetsAsync()
    {
        Options.Migration.RowsPerRange = 20;
        // One for the rollback in hand, one to take part in it.
        Options.Migration.RangesPerNode = 2;
        return base.CreateTargetsAsync();
    }

    [Test]
    public async Task Whoever_takes_part_carries_ranges_back_while_another_has_the_rollback_in_hand()
    {
        var failed = await FailWhileMigratingAsync();
        await RollBackAsync(failed.Id);
        IReadOnlyList<RangeProgress>? shared = null;
        Interception.AfterRead = async () =>
        {
            Interception.AfterRead = () => Task.CompletedTask;
            await Get<RangeShare>().TakePartAsync(failed.Id, CancellationToken.None);
            shared = await Get<IMigrationStore>().ListRangesAsync(failed.Id.Value, CancellationToken.None);
        };

        var ended = await RunAsync();

        var back = shared!.Where(range => range.Kind == RangeKind.RollBack).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
            Assert.That(back, Has.Length.GreaterThan(2));
            Assert.That(back.Count(range => range.FinishedAt is null), Is.EqualTo(1), "All but the one that was in hand.");
            Assert.That(shared!.Where(range => range.Kind == RangeKind.Migrate).Count(range => range.FinishedAt is null), Is.GreaterThan(0), "None of those that it failed with.");
        });
        await AssertAllUnderAsync(version: 1);
    }
}
