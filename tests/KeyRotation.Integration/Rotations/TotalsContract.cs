using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rotations;

/// <summary>What has ended long ago is counted once by each process, and the counts are those of the store all the same.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class TotalsContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";
    private const string LongAgo = "2026-01-01 00:00";

    [Test]
    public async Task What_ended_long_ago_and_what_ends_now_are_counted_once_each()
    {
        await RotateAsync(KeyType);
        await RotateAsync(KeyType);
        await MoveAsync(seconds: 30);
        var before = await TotalsAsync();
        var again = await TotalsAsync();

        await RotateAsync(KeyType);
        var after = await TotalsAsync();

        Assert.That(before, Is.EqualTo(new RotationTotals(2, 2, 0, 30)));
        Assert.That(again, Is.EqualTo(before));
        Assert.That((after.Scheduled, after.Completed, after.Failed), Is.EqualTo((3L, 3L, 0L)));
        Assert.That(after.AverageDurationSeconds, Is.InRange(20, 24));
    }

    [Test]
    public async Task An_open_rotation_counts_as_opened_and_a_failed_one_as_failed()
    {
        await RotateAsync(KeyType);
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);
        var open = await TotalsAsync();

        await Store.ExecuteAsync($"update {Store.Schema}rotation set state = 'failed', failed_in = 'generating' where ended_at is null");
        var failed = await TotalsAsync();

        Assert.That((open.Scheduled, open.Completed, open.Failed), Is.EqualTo((2L, 1L, 0L)));
        Assert.That((failed.Scheduled, failed.Completed, failed.Failed), Is.EqualTo((2L, 1L, 1L)));
    }

    [Test]
    public async Task A_store_that_is_an_older_copy_is_counted_anew()
    {
        await RotateAsync(KeyType);
        await RotateAsync("database_encryption");
        await MoveAsync(seconds: 30);
        await TotalsAsync();

        await Store.ExecuteAsync($"delete from {Store.Schema}rotation where key_type = '{KeyType}'");
        await Store.ExecuteAsync($"update {Store.Schema}store set incarnation_id = '{Guid.NewGuid():D}'");

        Assert.That(await TotalsAsync(), Is.EqualTo(new RotationTotals(1, 1, 0, 30)));
    }

    [Test]
    public async Task Another_process_counts_the_same()
    {
        await RotateAsync(KeyType);
        await MoveAsync(seconds: 30);
        var here = await TotalsAsync();

        await RestartAsync();

        Assert.That(await TotalsAsync(), Is.EqualTo(here));
    }

    private Task<RotationTotals> TotalsAsync() => Get<IRotationStore>().TotalsAsync(CancellationToken.None);

    private Task<int> MoveAsync(int seconds) =>
        Store.ExecuteAsync($"update {Store.Schema}rotation set started_at = '{LongAgo}:00', ended_at = '{LongAgo}:{seconds}'");
}
