using KeyRotation.Alerts;
using KeyRotation.Client;
using KeyRotation.Encryption;
using KeyRotation.Integration.Consumers;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Retirement;

/// <summary>The way back: by command, and by an application that turns out to need the version.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class EnableContract(DatabaseKind kind) : RetirementFixture(kind)
{
    private static readonly ConsumerSettings Quick = new() { Lease = TimeSpan.FromSeconds(3), PollInterval = TimeSpan.FromMilliseconds(20) };

    [Test]
    public async Task An_attempt_to_open_something_is_refused_counted_alerted_and_sends_it_back_to_grace_where_it_opens()
    {
        await RotateAsync(KeyType);
        var envelope = Seal("secret", "kept elsewhere", "needed");
        await RotateAsync(KeyType);
        await EndGraceAsync(1);
        await RunAsync();
        await using var application = new AnotherConsumer(Services, Quick);
        await application.StartAsync();

        var refused = await TryOpenAsync(application, envelope);
        await Poll.UntilAsync(async () => await CountAsync("consumer_usage", "version = 1 and attempts > 0") == 1, DescribeAsync);
        await Get<VersionEnabling>().AnswerAttemptsAsync(CancellationToken.None);
        var state = await StateOfAsync(1);
        await Poll.UntilAsync(async () => await TryOpenAsync(application, envelope) == OpenStatus.Opened, DescribeAsync);

        var alerts = AlertRules.Of(await Get<AlertFactsReader>().ReadAsync(CancellationToken.None)).Where(alert => alert.Code == AlertCodes.DisabledVersionUsed).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(refused, Is.EqualTo(OpenStatus.Disabled));
            Assert.That(state, Is.EqualTo("grace"));
            Assert.That(alerts.Single().Subject, Is.EqualTo("token_encryption version 1"));
            Assert.That(alerts.Single().Message, Does.StartWith("billing on app-1 tried to open something"));
        });
        Assert.That(await CountAsync("audit_event", "key_version = 1 and action = 'key.enabled' and actor = 'scheduler'"), Is.EqualTo(1));
        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.GracePeriod));
    }

    [Test]
    public async Task Nodes_that_answer_the_same_attempt_at_once_send_it_back_once()
    {
        await DisableVersionOneAsync();
        await using var node = await AnotherNodeAsync();
        var other = node.Services;
        await AttemptAsync(Ago());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? Services : other).GetRequiredService<VersionEnabling>().AnswerAttemptsAsync(CancellationToken.None)));

        Assert.That((await StateOfAsync(1), await CountAsync("audit_event", "action = 'key.enabled'")), Is.EqualTo(("grace", 1L)));
    }

    [Test]
    public async Task An_attempt_of_before_it_was_disabled_does_not_undo_it()
    {
        await DisableVersionOneAsync();
        await AttemptAsync(Ago(days: 9));

        await Get<VersionEnabling>().AnswerAttemptsAsync(CancellationToken.None);

        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task A_run_that_finds_an_attempt_that_nobody_answered_sends_it_back()
    {
        await DisableVersionOneAsync();
        await AttemptAsync(Ago(days: 1));

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.BackToGrace));
        Assert.That(await StateOfAsync(1), Is.EqualTo("grace"));
    }

    [Test]
    public async Task By_command_it_is_in_grace_again_and_its_days_begin_anew_after_that()
    {
        await DisableVersionOneAsync();

        var reply = await Get<VersionEnabling>().EnableAsync(KeyType, 1, "a batch job needs it", "ada", CancellationToken.None);

        Assert.That((reply.IsRefused, await StateOfAsync(1)), Is.EqualTo((false, "grace")));
        Assert.That(await CountAsync("key_version", "version = 1 and disabled_at is null"), Is.EqualTo(1));
        Assert.That(await CountAsync("audit_event", "action = 'key.enabled' and actor = 'ada'"), Is.EqualTo(1));
        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.GracePeriod));
    }

    [Test]
    public async Task What_is_retired_cannot_be_brought_back_by_a_command()
    {
        await DisableVersionOneAsync();
        await RunAsync();

        var retired = await Get<VersionEnabling>().EnableAsync(KeyType, 1, "", "ada", CancellationToken.None);
        var active = await Get<VersionEnabling>().EnableAsync(KeyType, 2, "", "ada", CancellationToken.None);
        var none = await Get<VersionEnabling>().EnableAsync(KeyType, 9, "", "ada", CancellationToken.None);

        Assert.That(new[] { retired, active, none }.Select(reply => reply.Refusal!.Code), Is.EqualTo(new[] { "key_version_not_disabled", "key_version_not_disabled", "key_version_not_found" }));
        Assert.That(await StateOfAsync(1), Is.EqualTo("retired"));
    }

    private Task<int> AttemptAsync(string at) => Store.ExecuteAsync(
        $"insert into {Store.Schema}consumer_usage (consumer_id, key_type, version, seals, opens, attempts, last_attempt_at, reported_at) " +
        $"select consumer_id, '{KeyType}', 1, 0, 0, 1, {at}, {at} from {Store.Schema}consumer where name = (select min(name) from {Store.Schema}consumer) and not exists (select 1 from {Store.Schema}consumer_usage u where u.key_type = '{KeyType}' and u.version = 1 and u.consumer_id = {Store.Schema}consumer.consumer_id)");

    private Task<string> DescribeAsync() => Store.ScalarAsync<string>($"select coalesce(max(state), '') from {Store.Schema}key_version where key_type = '{KeyType}' and version = 1");

    private static async Task<OpenStatus> TryOpenAsync(AnotherConsumer application, byte[] envelope) =>
        (await application.Key(KeyType).OpenAsync(envelope, EncryptionContext.For(Target, "secret", "7", "kept elsewhere"))).Status;
}
