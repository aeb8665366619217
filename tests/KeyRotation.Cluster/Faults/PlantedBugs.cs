using KeyRotation.Checker;
using KeyRotation.Soak;
using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Faults;
using KeyRotation.Soak.Runs;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Faults;

/// <summary>
/// The suite against itself: with a protocol taken out of the nodes it must fail, and say which invariant is broken. What it cannot find
/// here, it does not prove elsewhere.
/// </summary>
public sealed class PlantedBugs
{
    private static readonly TestCaseData[] Bugs =
    [
        new("compare-and-swap-off", InvariantNames.RowChanged, new IFault[] { new KilledNode("migrating"), new CutConnections() }),
        new("fence-off", InvariantNames.UnderLostClaim, new IFault[] { new SuspendedNode() }),
        new("activation-before-acknowledgement", InvariantNames.BeforeAcknowledgement, new IFault[] { new SuspendedConsumer() }),
        new("escrow-skipped", InvariantNames.Escrow, new IFault[] { new KilledNode("migrating") }),
    ];

    [TestCaseSource(nameof(Bugs))]
    public async Task Is_found(string bug, string invariant, IFault[] faults)
    {
        await using var server = await TestServers.OwnPostgreSqlAsync();
        var dice = new Dice(1);
        await using var cluster = await FaultCluster.CreateAsync(server, new FaultSettings { PlantedBug = bug, Rows = 10_000 }, dice);

        var record = await FaultRun.RunAsync(
            cluster, new FaultPlan { Faults = faults, Times = 2, BetweenChecks = TimeSpan.FromSeconds(30), Arms = false }, dice, TestContext.Out);

        Assert.That(record.IsGood, Is.False);
        Assert.That(record.Findings!.Broken, Contains.Item(invariant), record.ToString());
    }

    [Test]
    public async Task A_version_that_is_retired_without_a_census_is_found()
    {
        await using var old = await OldVersion.CreateAsync("census-off");
        await old.LeaveRowBehindAsync();

        await old.RetireAsync();

        var findings = await old.CheckAsync();
        Assert.That(findings.Broken, Contains.Item(InvariantNames.RetiredWithReferences), string.Join(Environment.NewLine, findings.Violations));
    }
}
