using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>
/// A consumer that cannot read the ring anew, or still has the former one in use, opens under a disabled version without being refused:
/// the days without an attempt say nothing about it, and its report that it opened something says all.
/// </summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class SoftDisableContract(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task A_version_that_somebody_opened_something_under_yesterday_is_in_grace_again()
    {
        await DisableVersionOneAsync();
        await OpenAsync(Ago(days: 1));

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.BackToGrace));
        Assert.That(await StateOfAsync(1), Is.EqualTo("grace"));
    }

    [Test]
    public async Task Any_node_answers_an_open_under_a_disabled_version_at_once()
    {
        await DisableVersionOneAsync();
        await OpenAsync(Ago(days: 1));

        await Get<VersionEnabling>().AnswerAttemptsAsync(CancellationToken.None);

        Assert.That((await StateOfAsync(1), await CountAsync("audit_event", "action = 'key.enabled' and actor = 'scheduler'")), Is.EqualTo(("grace", 1L)));
    }

    [Test]
    public async Task An_open_of_before_it_was_disabled_undoes_nothing()
    {
        await DisableVersionOneAsync();
        await OpenAsync(Ago(days: 9));

        await Get<VersionEnabling>().AnswerAttemptsAsync(CancellationToken.None);

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task A_live_consumer_that_has_not_read_that_the_version_is_disabled_keeps_it()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: -1);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.DisablingUnread));
        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
    }

    [Test]
    public async Task A_live_consumer_that_acknowledged_a_ring_with_the_version_has_not_read_it()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: -1);
        await AcknowledgeAsync(Ago(days: 7.5), """{"1":"00"}""");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.DisablingUnread));
    }

    [TestCase(7.5, null)]
    [TestCase(6, KeepReason.SoftDisablePeriod)]
    public async Task Its_days_run_from_the_last_acknowledgement_of_a_ring_without_it(double days, KeepReason? reason)
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: -1);
        await AcknowledgeAsync(Ago(days), "{}");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(reason));
    }

    [Test]
    public async Task One_that_registered_behind_the_disabling_never_had_it()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: -1);
        await Store.ExecuteAsync($"update {Store.Schema}consumer set registered_at = {Ago(days: 1)} where name = 'billing'");
        await AcknowledgeAsync(Ago(days: 1), "{}");

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    private Task<int> AcknowledgeAsync(string at, string held) => Store.ExecuteAsync(
        $"update {Store.Schema}consumer_acknowledgement set acknowledged_at = {at}, versions = '{held}' where consumer_id in (select consumer_id from {Store.Schema}consumer where name = 'billing')");

    private async Task OpenAsync(string at)
    {
        await Store.ExecuteAsync($"delete from {Store.Schema}consumer_usage where version = 1");
        await Store.ExecuteAsync(
            $"insert into {Store.Schema}consumer_usage (consumer_id, key_type, version, seals, opens, last_open_at, attempts, reported_at) " +
            $"select consumer_id, '{KeyType}', 1, 0, 41, {at}, 0, {at} from {Store.Schema}consumer");
    }
}
