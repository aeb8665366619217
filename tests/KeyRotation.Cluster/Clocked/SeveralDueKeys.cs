using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KeyRotation.Cluster.Clocked;

/// <summary>Several keys are due in the same night: two slots, an order, and some that must not overlap.</summary>
public sealed class SeveralDueKeys
{
    private const int Rows = 60;

    private static readonly (string KeyType, double Days)[] Due = [("session_encryption", 31), ("file_encryption", 400), ("database_encryption", 190), ("token_encryption", 100)];

    [Test]
    public async Task Four_due_keys_never_hold_more_than_two_slots_and_one_of_the_most_urgent_begins_first()
    {
        await using var cluster = await PrepareAsync(_ => { });

        cluster.MoveTo("2027-01-11 02:00:01");
        var most = 0L;
        var clock = Stopwatch.StartNew();
        while (await cluster.CountAsync("keyrotation.rotation where from_version = 1 and state = 'completed'") < Due.Length)
        {
            most = Math.Max(most, await cluster.CountAsync("keyrotation.claim where name like 'slot:%' and expires_at > clock_timestamp()"));
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(90)), await cluster.DescribeAsync());
        }

        var order = await cluster.Store.QueryAsync("select key_type from keyrotation.rotation where from_version = 1 order by started_at");
        Assert.That(most, Is.EqualTo(2));
        // Behind the first one the order is the queue's only where slots are short: one that propagates has given its slot back.
        Assert.That(order[0][0], Is.AnyOf("token_encryption", "database_encryption"), await cluster.DescribeAsync());
        Assert.That(order.Select(row => row[0]), Is.EquivalentTo(Due.Select(due => due.KeyType)), await cluster.DescribeAsync());
        Assert.That(await cluster.CountAsync("keyrotation.rotation"), Is.EqualTo(5 + Due.Length));
    }

    [Test]
    public async Task Key_types_that_must_not_overlap_rotate_one_after_the_other_and_do_not_ask_in_a_loop()
    {
        await using var cluster = await PrepareAsync(settings => settings["KeyTypes"]!["token_encryption"]!["RotateAfter"] = new JsonArray("database_encryption"));

        cluster.MoveTo("2027-01-11 02:00:01");
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and state = 'scheduled' and hold = 'dependency'");
        var before = await cluster.Store.ScalarAsync<long>("select epoch from keyrotation.claim where name = 'rotation:token_encryption'");
        await cluster.UntilAsync("keyrotation.rotation where from_version = 1 and state = 'completed'", Due.Length, seconds: 90);

        Assert.That(await cluster.CountAsync(
            """
            keyrotation.rotation t join keyrotation.rotation d on d.key_type = 'database_encryption' and d.from_version = 1
            where t.key_type = 'token_encryption' and t.from_version = 1 and t.started_at < d.ended_at
            """), Is.Zero, await cluster.DescribeAsync());
        var after = await cluster.Store.ScalarAsync<long>("select epoch from keyrotation.claim where name = 'rotation:token_encryption'");
        Assert.That(after - before, Is.LessThan(20), "Each time that it is asked the claim is taken.");
    }

    /// <summary>Three workers at noon; four keys that are due, each with rows for some seconds, wait for the night.</summary>
    private static async Task<ClockedCluster> PrepareAsync(Action<JsonObject> configure)
    {
        var cluster = await ClockedCluster.CreateAsync("2027-01-10 12:00", configure);
        for (var worker = 0; worker < 3; worker++)
            cluster.StartWorker();
        await cluster.UntilKeysAreThereAsync();
        foreach (var (keyType, days) in Due)
        {
            await cluster.AdoptAsync(keyType, Rows);
            await cluster.AgeAsync(keyType, days);
        }
        cluster.MoveTo("2027-01-10 13:05");
        await cluster.UntilAsync("keyrotation.rotation where state = 'scheduled' and hold = 'window_closed'", Due.Length);
        await cluster.Store.ExecuteAsync("update keyrotation.rotation set batch_size = 10, pace = 30 where ended_at is null");
        return cluster;
    }
}
