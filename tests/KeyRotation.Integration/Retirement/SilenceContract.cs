using KeyRotation.Client;
using KeyRotation.Integration.Consumers;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>How long a ring may seal without the store is a setting of the application; the node's own says nothing about it.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class SilenceContract(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task An_application_that_may_seal_for_200_hours_and_is_silent_for_50_keeps_the_version()
    {
        await RotateAsync(KeyType);
        await using (var application = new AnotherConsumer(Services, new ConsumerSettings { Lease = TimeSpan.FromSeconds(3), MaxOffline = TimeSpan.FromHours(200) }))
            await application.StartAsync();
        await Store.ExecuteAsync($"update {Store.Schema}consumer set lease_until = {Ago(hours: 50)} where name = 'billing'");
        await RotateAsync(KeyType);
        await EndGraceAsync(1);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.Consumers));
    }

    [TestCase(200, 202, null, TestName = "One_that_was_silent_for_longer_than_its_own_setting_does_not")]
    [TestCase(1, 3, null, TestName = "One_that_may_seal_for_an_hour_is_waited_for_no_longer_than_that")]
    [TestCase(null, 29 * 24, KeepReason.Consumers, TestName = "One_that_did_not_say_is_waited_for_as_long_as_a_grace_period")]
    [TestCase(null, 31 * 24, null, TestName = "One_that_did_not_say_is_waited_for_no_longer")]
    public async Task Of_consumers(int? maxOfflineHours, double silentHours, KeepReason? reason)
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 1, silentHours, maxOfflineHours: maxOfflineHours);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(reason));
    }

    [Test]
    public async Task One_with_a_long_setting_is_not_overlooked_behind_many_that_have_a_short_one_and_later_signs_of_life()
    {
        await DisableVersionOneAsync();
        for (var consumer = 0; consumer < 101; consumer++)
            await AddConsumerAsync(activation: 1, silentHours: 30);
        await AddConsumerAsync(activation: 1, silentHours: 50, maxOfflineHours: 200);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.Consumers));
    }
}
