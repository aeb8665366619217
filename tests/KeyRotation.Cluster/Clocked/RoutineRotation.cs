using KeyRotation.Testing;

namespace KeyRotation.Cluster.Clocked;

/// <summary>Routine work and the maintenance window, 02:00 to 06:00.</summary>
public sealed class RoutineRotation
{
    private const string OfTokens = "keyrotation.rotation where key_type = 'token_encryption' and from_version = 1";

    [Test]
    public async Task A_key_that_comes_due_outside_the_window_waits_for_it_and_rotates_when_it_opens()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-10 12:00");
        cluster.StartWorker();
        await cluster.UntilKeysAreThereAsync();
        await cluster.AgeAsync("token_encryption", 89.98);

        cluster.MoveTo("2027-01-10 13:05");
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and state = 'scheduled' and hold = 'window_closed' and hold_until = '2027-01-11 02:00+00'");
        cluster.MoveTo("2027-01-11 01:59:50");
        Assert.That(await cluster.CountAsync($"{OfTokens} and started_at < '2027-01-11 02:00+00'"), Is.Zero);

        await cluster.UntilAsync($"{OfTokens} and state = 'completed' and started_at >= '2027-01-11 02:00+00'");
        Assert.That(await cluster.CountAsync("keyrotation.rotation where key_type = 'token_encryption'"), Is.EqualTo(2), await cluster.DescribeAsync());
    }

    [Test]
    public async Task Work_that_is_still_under_way_when_the_window_closes_stops_at_a_batch_and_goes_on_the_next_night()
    {
        const int Rows = 1000;
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-10 12:00");
        var worker = cluster.StartWorker();
        await cluster.UntilKeysAreThereAsync();
        await cluster.AdoptAsync("token_encryption", Rows);
        await cluster.AgeAsync("token_encryption", 100);
        cluster.MoveTo("2027-01-10 14:00");
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and state = 'scheduled'");
        await cluster.Store.ExecuteAsync("update keyrotation.rotation set batch_size = 10, pace = 50 where key_type = 'token_encryption' and ended_at is null");
        cluster.MoveTo("2027-01-11 05:50");
        const string InHand = "keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.ended_at is null and r.pass = 0 and r.finished_at is null";
        await Poll.UntilAsync(async () => await cluster.CountAsync($"{InHand} and r.batch_number >= 3") == 1, cluster.DescribeAsync);

        cluster.MoveTo("2027-01-11 06:00:01");
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and state = 'migrating' and hold = 'window_closed'", seconds: 10);
        var batches = await cluster.Store.ScalarAsync<long>($"select r.batch_number from {InHand}");
        await cluster.Store.ExecuteAsync("update keyrotation.rotation set batch_size = null, pace = null where ended_at is null");
        cluster.MoveTo("2027-01-12 02:00:01");
        await cluster.UntilAsync($"{OfTokens} and state = 'completed'");

        Assert.That(batches * 10, Is.LessThan(Rows));
        Assert.That(worker.Output, Does.Contain($"Pass 0 over token_encryption goes on behind batch {batches},"));
        Assert.That(await cluster.Store.ScalarAsync<long>("select sum(rows_rewritten) from keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.from_version = 1"), Is.EqualTo(Rows));
    }

    [TestCase("2027-01-10 23:30", "2027-01-11 02:30", true, TestName = "A_cluster_that_was_down_when_the_window_opened_does_on_return_what_the_window_still_allows")]
    [TestCase("2027-01-11 01:30", "2027-01-11 06:30", false, TestName = "A_cluster_that_was_down_for_the_whole_window_leaves_what_is_overdue_for_the_next_one")]
    [TestCase("2027-01-11 01:30", "2027-02-10 12:00", false, TestName = "A_cluster_that_was_down_for_a_month_assesses_each_key_once")]
    public async Task A_cluster_that_was_down(string until, string back, bool inWindow)
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-10 12:00");
        var first = cluster.StartWorker();
        await cluster.UntilKeysAreThereAsync();
        cluster.MoveTo(until);
        await cluster.StopAsync(first);
        cluster.MoveTo(back);
        await cluster.AgeAsync("token_encryption", 100);
        await cluster.AgeAsync("session_encryption", 46);
        foreach (var young in new[] { "database_encryption", "file_encryption", "api_signature" })
            await cluster.AgeAsync(young, 20);
        cluster.Configure(settings => settings["KeyTypes"]!["payment_encryption"] = new System.Text.Json.Nodes.JsonObject { ["RotationDays"] = 60, ["GraceDays"] = 20 });

        var nodes = new[] { cluster.StartWorker(), cluster.StartWorker(), cluster.StartWorker() };
        await cluster.UntilAsync("keyrotation.rotation where trigger_name = 'severely_overdue' and key_type = 'session_encryption' and state = 'completed'");
        await cluster.UntilAsync("keyrotation.rotation where trigger_name = 'no_active_key' and key_type = 'payment_encryption' and state = 'completed'");
        await cluster.UntilAsync(inWindow ? $"{OfTokens} and state = 'completed'" : "keyrotation.rotation where key_type = 'token_encryption' and state = 'scheduled' and hold = 'window_closed'");
        await Task.WhenAll(nodes.Select(node => node.WaitForLineAsync("Schedules seeded")));
        await cluster.StopAsync(nodes);

        var rotations = await cluster.Store.QueryAsync($"select key_type, trigger_name, started_at is null from keyrotation.rotation where scheduled_at > '{cluster.Now.AddHours(-1):O}' order by key_type");
        Assert.That(rotations, Is.EqualTo(new[]
        {
            new object?[] { "payment_encryption", "no_active_key", false },
            ["session_encryption", "severely_overdue", false],
            ["token_encryption", "routine", !inWindow],
        }), "One rotation of each, and of no other.");
        Assert.That(await cluster.Store.ScalarAsync<long>("select max(epoch) from keyrotation.claim where name like 'rotation:%'"), Is.LessThan(15), "Each run takes the claim: no storm.");
    }
}
