using KeyRotation.Checker;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Faults;

/// <summary>The retirement of an old version by processes that are killed and stopped, judged by the checker.</summary>
public sealed class RetiredVersions
{
    [Test]
    public async Task One_that_a_row_names_is_kept_and_the_node_says_why()
    {
        await using var old = await OldVersion.CreateAsync();
        await old.LeaveRowBehindAsync();
        await old.EndGraceAsync();

        await old.FireAsync();

        await old.Node.Process!.WaitForLineAsync("token_encryption version 1: Kept references");
        Assert.That(await old.IsAsync("grace"), Is.True);
        Assert.That((await old.CheckAsync()).Broken, Does.Not.Contain(InvariantNames.RetiredWithReferences));
    }

    [Test]
    public async Task One_that_nothing_names_is_retired_and_everything_still_opens()
    {
        await using var old = await OldVersion.CreateAsync();
        await old.StopApplicationsAsync();

        await old.RetireAsync();

        Assert.That((await old.CheckAsync()).Violations, Is.Empty);
    }

    [TestCase("before-commit")]
    [TestCase("after-commit")]
    public async Task A_node_that_is_killed_around_the_commit_has_retired_it_once_or_not_at_all(string side)
    {
        await using var old = await OldVersion.CreateAsync();
        await old.StopApplicationsAsync();
        await old.Node.TerminateAsync();
        old.Node.Start($"audit:key.retired:{side}=kill");
        await old.DisableAsync();
        await old.EndSoftDisableAsync();

        await old.FireAsync();
        var exitCode = await old.Node.Process!.WaitForExitAsync();
        var (isRetired, events) = (await old.IsAsync("retired"), await old.EventsAsync("key.retired"));
        old.Node.Start(null);
        await old.FireAsync();
        await old.StateBecomesAsync("retired");

        Assert.That((exitCode, isRetired, events), Is.EqualTo((137, side == "after-commit", side == "after-commit" ? 1L : 0L)));
        Assert.That(await old.EventsAsync("key.retired"), Is.EqualTo(1));
        Assert.That((await old.CheckAsync()).Violations, Is.Empty);
    }

    [Test]
    public async Task An_application_that_stands_still_with_the_old_ring_keeps_it_until_it_goes_on_and_acknowledges()
    {
        await using var old = await OldVersion.CreateAsync();
        await old.Cluster.Reader.TerminateAsync();
        await Poll.UntilAsync(async () => await old.Cluster.CountAsync(
            "keyrotation.consumer c join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id where a.key_type = 'token_encryption' and c.signed_off_at is null and c.lease_until > clock_timestamp() and c.name = 'fault-write'") == 1, old.Cluster.DescribeAsync);
        await old.Cluster.Writer.Process!.SignalAsync("STOP");
        // As if it had stopped before the activation: what it acknowledged last is version 1's own.
        await old.Cluster.ExecuteAsync("update keyrotation.consumer_acknowledgement set activation = 1 where key_type = 'token_encryption' and consumer_id in (select consumer_id from keyrotation.consumer where signed_off_at is null and name = 'fault-write')");
        await old.EndGraceAsync();

        await old.FireAsync();

        await old.Node.Process!.WaitForLineAsync("token_encryption version 1: Kept consumers");
        await old.Cluster.Writer.Process!.SignalAsync("CONT");
        await old.StopApplicationsAsync();
        await old.FireAsync();
        await old.StateBecomesAsync("disabled");
    }
}
