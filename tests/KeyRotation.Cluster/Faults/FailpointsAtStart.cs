using KeyRotation.Testing;

namespace KeyRotation.Cluster.Faults;

/// <summary>What an operator sees of failpoints: nothing, unless somebody set some.</summary>
public sealed class FailpointsAtStart
{
    private const string Variable = "KEYROTATION_FAILPOINTS";

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DropFolder() => _folder.Dispose();

    [Test]
    public async Task One_that_kills_is_said_loudly_and_kills_there()
    {
        await using var node = Start("audit:key.created:after-commit=kill");

        Assert.That(await node.WaitForExitAsync(), Is.EqualTo(137), node.Output);
        Assert.That(node.Output, Does.Contain("FAILPOINTS ARE SET").And.Contain("warn").And.Not.Contain("Generating -> Propagating"));
    }

    [Test]
    public async Task Bad_syntax_stops_the_start_with_an_error_that_shows_the_way_out()
    {
        await using var node = Start("escrow.put=kill");

        Assert.That(await node.WaitForExitAsync(), Is.EqualTo(2), node.Output);
        Assert.That(node.Output, Does.Contain($"{Variable} is 'escrow.put=kill': nothing reaches a point 'escrow.put'. Did you mean escrow.put:after?").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Without_any_nothing_is_said()
    {
        await using var node = Start("");

        await node.WaitForLineAsync("Propagating -> Completed");
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
        Assert.That(node.Output, Does.Not.Contain("FAILPOINTS"));
    }

    private NodeProcess Start(string failpoints) => NodeProcess.Start(_folder.Path, new Dictionary<string, string> { [Variable] = failpoints }, "run");
}
