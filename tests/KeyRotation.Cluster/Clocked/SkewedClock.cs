namespace KeyRotation.Cluster.Clocked;

/// <summary>A node whose machine's clock is not the database's.</summary>
public sealed class SkewedClock
{
    [Test]
    public async Task A_node_whose_clock_is_wrong_takes_no_work_until_it_is_right_again()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        cluster.SkewMachine(30);
        cluster.StartSkewedWorker();

        await cluster.UntilAsync("keyrotation.node where state = 'refusing_work' and clock_skew_seconds > 25");
        await cluster.UntilAsync("keyrotation.alert where code = 'node_clock' and closed_at is null");
        Assert.That(await cluster.CountAsync("keyrotation.rotation"), Is.Zero, "Missing keys would be made at once.");

        cluster.SkewMachine(0);

        await cluster.UntilKeysAreThereAsync();
        await cluster.UntilAsync("keyrotation.node where state = 'ready'");
        await cluster.UntilAsync("keyrotation.alert where code = 'node_clock' and closed_at is null", 0);
    }

    [Test]
    public async Task Beside_it_the_others_do_the_work()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        cluster.SkewMachine(-30);
        var skewed = cluster.StartSkewedWorker();
        await cluster.UntilAsync("keyrotation.node where state = 'refusing_work'");

        cluster.StartWorker();

        await cluster.UntilKeysAreThereAsync();
        Assert.That(skewed.Output, Does.Contain("off the database's").And.Not.Contain("-> Generating"));
    }
}
