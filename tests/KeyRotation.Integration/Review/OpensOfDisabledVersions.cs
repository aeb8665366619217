using KeyRotation.Integration.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Review;

/// <summary>
/// A consumer that cannot read the ring anew, or still has the former one in use, opens under a disabled version without being refused:
/// the days without an attempt say nothing about it, and its report that it opened something says all.
/// </summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class OpensOfDisabledVersions(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task A_version_that_somebody_opened_something_under_yesterday_is_not_retired()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"delete from {Store.Schema}consumer_usage where version = 1");
        await Store.ExecuteAsync(
            $"insert into {Store.Schema}consumer_usage (consumer_id, key_type, version, seals, opens, last_open_at, attempts, reported_at) " +
            $"select consumer_id, '{KeyType}', 1, 0, 41, {Ago(days: 1)}, 0, {Ago(days: 1)} from {Store.Schema}consumer");

        await RunAsync();

        Assert.That(await StateOfAsync(1), Is.Not.EqualTo("retired"));
    }

    [Test]
    public async Task A_live_consumer_that_has_not_read_that_the_version_is_disabled_keeps_it()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: -1);
        var epoch = await Store.ScalarAsync<long>($"select max(a.epoch) from {Store.Schema}consumer_acknowledgement a join {Store.Schema}consumer c on c.consumer_id = a.consumer_id where c.name = 'billing'");
        Assume.That(epoch, Is.EqualTo(1), "the epoch has moved on since");

        await RunAsync();

        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
    }
}
