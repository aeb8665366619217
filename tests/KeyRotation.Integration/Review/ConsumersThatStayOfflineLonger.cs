using KeyRotation.Client;
using KeyRotation.Integration.Consumers;
using KeyRotation.Integration.Retirement;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Review;

/// <summary>How long a ring may seal without the store is a setting of the application; the node's own says nothing about it.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ConsumersThatStayOfflineLonger(DatabaseKind kind) : RetirementFixture(kind)
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
}
