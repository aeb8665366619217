using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Adoption;

[TestFixture(DatabaseKind.PostgreSql)]
[TestFixture(DatabaseKind.SqlServer)]
public sealed class AdoptionKilled(DatabaseKind kind)
{
    [Test]
    public async Task A_plain_table_of_100_000_rows_is_sealed_in_place_although_the_process_was_killed()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        var killed = cluster.Start("adopt", "token_encryption", "oauth-tokens");
        await Poll.UntilAsync(async () => await cluster.BatchesInHandAsync(pass: 0) >= 10, cluster.DescribeAsync);
        await killed.KillAsync();
        var sealedBefore = await SealedAsync(cluster);
        await Poll.UntilAsync(() => ClaimExpiredAsync(cluster), cluster.DescribeAsync);

        var output = await cluster.RunAsync("adopt", "token_encryption", "oauth-tokens");

        Assert.Multiple(() =>
        {
            Assert.That(sealedBefore, Is.InRange(10_000, ServerCluster.Rows - 1), "Killed in the middle.");
            Assert.That(output, Does.Contain("100000 rows sealed, 100000 verified, gone on from the last batch"));
        });
        Assert.That(await SealedAsync(cluster), Is.EqualTo(ServerCluster.Rows));
    }

    [Test]
    public async Task One_that_is_interrupted_says_that_it_is_not_done()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        var adoption = cluster.Start("adopt", "token_encryption", "oauth-tokens");
        await Poll.UntilAsync(async () => await cluster.BatchesInHandAsync(pass: 0) >= 1, cluster.DescribeAsync);

        Assert.That(await adoption.TerminateAsync(), Is.EqualTo(1), adoption.Output);
        Assert.That(adoption.Output, Does.Contain("Interrupted before it was done"));
    }

    [Test]
    public async Task A_column_is_sealed_into_a_second_one_and_the_first_is_left_as_it_is()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);

        var output = await cluster.RunAsync("adopt", "database_encryption", "secrets", "--from", "plain_secret");

        Assert.That(output, Does.Contain("100000 rows sealed, 100000 verified"));
        Assert.That(await cluster.Store.ScalarAsync<long>("select count(*) from app.oauth_tokens where secret is not null and plain_secret = concat('secret ', id)"), Is.EqualTo(ServerCluster.Rows));
    }

    [Test]
    public async Task Beside_a_node_that_must_read_the_first_key_too_it_waits_for_it_and_goes_on()
    {
        await using var cluster = await ServerCluster.CreateAsync(kind);
        var node = cluster.Start("run");
        await node.WaitForLineAsync("Schedules seeded");

        var output = await cluster.RunAsync("adopt", "token_encryption", "oauth-tokens");

        Assert.That(output, Does.Contain("100000 rows sealed, 100000 verified"));
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
    }

    private static Task<int> SealedAsync(ServerCluster cluster) =>
        cluster.Store.ScalarAsync<int>("select count(*) from app.oauth_tokens where access_token like 'kr1.%'");

    private static async Task<bool> ClaimExpiredAsync(ServerCluster cluster)
    {
        var now = cluster.Store.Kind == DatabaseKind.PostgreSql ? "clock_timestamp()" : "sysutcdatetime()";
        return await cluster.Store.ScalarAsync<int>($"select count(*) from keyrotation.claim where expires_at > {now}") == 0;
    }
}
