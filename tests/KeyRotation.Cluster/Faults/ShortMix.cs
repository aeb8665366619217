using KeyRotation.Soak;
using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Runs;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Faults;

/// <summary>
/// Every kind of fault, in an order that a seed decides, while two key types are rotated and an application writes. The soak does the same
/// for as long as one likes (docs/cluster.md, "Faults").
/// </summary>
public sealed class ShortMix
{
    // Beside other tests on a small machine: a process that gets no processor for seconds is not to look dead.
    private static readonly FaultSettings Patient = new() { Claim = 4, CommandTimeout = 3, ConsumerLease = 6 };

    [Test]
    public async Task Every_invariant_outlasts_every_kind_of_fault()
    {
        var seed = TestContext.Parameters.Get("seed", System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000));
        TestContext.Out.WriteLine($"Seed {seed}; again: dotnet test -- TestRunParameters.Parameter(name=\"seed\",value=\"{seed}\")");
        await using var server = await TestServers.OwnPostgreSqlAsync();
        var dice = new Dice(seed);
        await using var cluster = await FaultCluster.CreateAsync(server, Patient, dice);

        var record = await FaultRun.RunAsync(cluster, new FaultPlan { Hands = 2, BetweenChecks = TimeSpan.FromSeconds(140) }, dice, TestContext.Out);

        TestContext.Out.WriteLine(record);
        Assert.That(record.HasConflicts, Is.True, $"The run does not count: no row was written while a migration had it in hand. {record}");
        Assert.That(record.IsGood, Is.True, record.ToString());
        Assert.That(FaultPlan.Everything.Select(fault => fault.Kind).Except(record.Struck.Keys).Except(record.Skipped.Keys), Is.Empty, "There was no occasion for these.");
        foreach (var (kind, obstacle) in record.Skipped)
            Assert.Warn($"Skipped: {kind}, because {obstacle}.");
    }
}
