using KeyRotation.Soak;
using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Faults;
using KeyRotation.Soak.Runs;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Faults;

/// <summary>The store goes back to an earlier copy again and again, and nodes are killed in between.</summary>
public sealed class RestoredStores
{
    [Test]
    public async Task Every_invariant_outlasts_restores_of_the_store_to_an_older_copy()
    {
        var dice = new Dice(TestContext.Parameters.Get("seed", System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000)));
        await using var server = await TestServers.OwnPostgreSqlAsync();
        await using var cluster = await FaultCluster.CreateAsync(server, new FaultSettings { Claim = 4, CommandTimeout = 3, ConsumerLease = 6 }, dice);

        var record = await FaultRun.RunAsync(
            cluster, new FaultPlan { Faults = [new RestoredStore(), new KilledNode("migrating")], Times = 1, BetweenChecks = TimeSpan.FromSeconds(120) }, dice, TestContext.Out);

        TestContext.Out.WriteLine(record);
        Assert.That(record.IsGood, Is.True, $"Seed {dice.Seed}. {record}");
        Assert.That(record.Struck.Keys, Does.Contain("store restored"));
    }
}
