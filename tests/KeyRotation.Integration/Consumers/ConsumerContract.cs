using KeyRotation.Client;
using KeyRotation.Consumers;
using KeyRotation.Encryption;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Integration.Consumers;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ConsumerContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    private static readonly ConsumerSettings Quick = new() { Lease = TimeSpan.FromSeconds(3), PollInterval = TimeSpan.FromMilliseconds(20) };
    private static readonly ConsumerSettings Asleep = new() { PollInterval = AnotherConsumer.Never };

    private static EncryptionContext Place => EncryptionContext.For("oauth-tokens", "access_token", "1");

    [Test]
    public async Task An_activation_is_followed_and_acknowledged_by_polling()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, Quick);
        await consumer.StartAsync();

        await OpenRotationAsync();
        await Poll.UntilAsync(RunRotationAsync, DescribeAsync);

        Assert.That(consumer.ActiveVersion(KeyType), Is.EqualTo(2));
    }

    [Test]
    public async Task An_activation_waits_for_who_still_seals_under_the_former_version()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, Asleep);
        await consumer.StartAsync();
        await OpenRotationAsync();
        await RunRotationAsync();
        await LookAsync(consumer);

        IReadOnlyList<string> whileInUse;
        using (var former = consumer.Rings.Borrow(KeyType))
        {
            await RunRotationAsync();
            await LookAsync(consumer);
            whileInUse = await Get<IConsumerDirectory>().NotAcknowledgedAsync(KeyType, activation: 2, CancellationToken.None);
            Assert.That((former.Ring.ActiveVersion, consumer.ActiveVersion(KeyType)), Is.EqualTo((1, 2)));
        }
        await LookAsync(consumer);

        Assert.That(whileInUse, Is.EqualTo(new[] { "billing on app-1" }));
        Assert.That(await Get<IConsumerDirectory>().NotAcknowledgedAsync(KeyType, activation: 2, CancellationToken.None), Is.Empty);
        Assert.That(await RunRotationAsync(), Is.True);
    }

    [Test]
    public async Task Use_is_reported_when_a_consumer_stops_and_names_who_sealed_late()
    {
        await RotateAsync(KeyType);
        var before = await DatabaseTimeAsync();
        await using var consumer = new AnotherConsumer(Services, Asleep);
        await consumer.StartAsync();
        var key = consumer.Key(KeyType);
        var envelope = key.Seal("secret"u8, Place);
        key.Seal("secret"u8, Place);
        await key.OpenAsync(envelope, Place);

        await consumer.StopAsync();

        var after = await DatabaseTimeAsync();
        var late = await Get<IConsumerUsage>().SealedSinceAsync(KeyType, 1, before, CancellationToken.None);
        var none = await Get<IConsumerUsage>().SealedSinceAsync(KeyType, 1, after + TimeSpan.FromSeconds(1), CancellationToken.None);
        var total = (await Get<IConsumerUsage>().TotalsAsync(KeyType, CancellationToken.None)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(late.Select(sealer => (sealer.ConsumerId, sealer.Name, sealer.Host, sealer.Seals)), Is.EqualTo(new[] { (consumer.Self.Id, "billing", "app-1", 2L) }));
            Assert.That(late[0].LastSealAt, Is.InRange(before, after));
            Assert.That(none, Is.Empty);
            Assert.That((total.Version, total.Seals, total.Opens), Is.EqualTo((1, 2, 1)));
            Assert.That(total.LastOpenAt, Is.InRange(before, after));
        });
    }

    [Test]
    public async Task Use_is_reported_with_the_heartbeat_and_summed_over_consumers()
    {
        await RotateAsync(KeyType);
        await using var first = new AnotherConsumer(Services, Quick);
        await using var second = new AnotherConsumer(Services, Quick);
        await first.StartAsync();
        await second.StartAsync();

        first.Key(KeyType).Seal("secret"u8, Place);
        second.Key(KeyType).Seal("secret"u8, Place);
        await Poll.UntilAsync(async () => (await Get<IConsumerUsage>().TotalsAsync(KeyType, CancellationToken.None)).Sum(version => version.Seals) == 2, DescribeAsync);
        second.Key(KeyType).Seal("secret"u8, Place);
        await Poll.UntilAsync(async () => (await Get<IConsumerUsage>().TotalsAsync(KeyType, CancellationToken.None)).Sum(version => version.Seals) == 3, DescribeAsync);
    }

    [Test]
    public async Task A_version_that_the_ring_does_not_know_is_looked_up_before_the_answer()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, Asleep);
        await consumer.StartAsync();
        // Nobody waits for it, and it does not know.
        await Get<IConsumerStore>().SignOffAsync(consumer.Self.Id, CancellationToken.None);
        await RotateAsync(KeyType);
        byte[] envelope;
        using (var lease = Get<StoreKeyRings>().Borrow(KeyType))
            envelope = lease.Ring.Seal("secret"u8, Place);
        Assert.That(consumer.ActiveVersion(KeyType), Is.EqualTo(1), "It does not know of version 2.");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => consumer.Key(KeyType).OpenAsync(envelope, Place).AsTask()));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(OpenStatus.Opened));
    }

    [Test]
    public async Task A_version_that_nobody_has_stays_unknown()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, Asleep);
        await consumer.StartAsync();
        var forged = consumer.Key(KeyType).Seal("secret"u8, Place);
        Envelope.TryReadHeader(forged, out var header);
        Envelope.WritePrefix(header.KeyId, 99, forged);

        var answer = await consumer.Key(KeyType).OpenAsync(forged, Place);

        Assert.That(answer.Status, Is.EqualTo(OpenStatus.UnknownVersion));
    }

    [Test]
    public async Task Offline_for_too_long_a_consumer_seals_no_more_goes_on_opening_and_seals_again_when_the_store_is_back()
    {
        await RotateAsync(KeyType);
        await RotateAsync("api_signature");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var consumers = new InterceptedConsumers(Get<IConsumerStore>());
        await using var consumer = new AnotherConsumer(Services, new ConsumerSettings { Time = time }, consumers);
        await consumer.StartAsync();
        var key = consumer.Key(KeyType);
        var envelope = key.Seal("secret"u8, Place);
        var signature = consumer.Key("api_signature").Sign("message"u8);

        consumers.IsAway = true;
        time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        Assert.Multiple(() =>
        {
            Assert.That(() => key.Seal("secret"u8, Place), Throws.TypeOf<KeyRingStaleException>());
            Assert.That(() => consumer.Key("api_signature").Sign("message"u8), Throws.TypeOf<KeyRingStaleException>());
        });
        Assert.That((await key.OpenAsync(envelope, Place)).Status, Is.EqualTo(OpenStatus.Opened));
        Assert.That(await consumer.Key("api_signature").VerifyAsync("message"u8.ToArray(), signature), Is.EqualTo(SignatureStatus.Valid));

        consumers.IsAway = false;
        await Poll.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(Seals(key));
        }, DescribeAsync);
    }

    [Test]
    public async Task An_outage_is_logged_once_and_its_end_once()
    {
        await RotateAsync(KeyType);
        var consumers = new InterceptedConsumers(Get<IConsumerStore>());
        await using var consumer = new AnotherConsumer(Services, Quick with { Lease = TimeSpan.FromMinutes(5) }, consumers: consumers);
        await consumer.StartAsync();

        consumers.IsAway = true;
        var polls = consumers.Polls;
        await Poll.UntilAsync(() => Task.FromResult(consumers.Polls > polls + 10), DescribeAsync);
        var failures = consumer.Log.CountOf(4002);
        consumers.IsAway = false;
        await Poll.UntilAsync(() => Task.FromResult(consumer.Log.CountOf(4005) == 1), DescribeAsync);

        Assert.That(failures, Is.EqualTo(1));
        Assert.That(consumer.Log.CountOf(4003), Is.Zero, "Its lease was not over.");
    }

    [Test]
    public async Task A_consumer_whose_lease_was_over_registers_anew_and_looks_before_it_acknowledges()
    {
        await RotateAsync(KeyType);
        var consumers = new InterceptedConsumers(Get<IConsumerStore>());
        await using var consumer = new AnotherConsumer(Services, Quick, consumers: consumers);
        await consumer.StartAsync();

        consumers.IsAway = true;
        await Poll.UntilAsync(() => Task.FromResult(consumers.Calls.Contains("renew, refused")), DescribeAsync);
        await Store.ExecuteAsync($"update {Store.Schema}consumer set lease_until = registered_at where name = 'billing'");
        await RotateAsync(KeyType);
        Assert.That(consumer.ActiveVersion(KeyType), Is.EqualTo(1), "It was not waited for.");
        var before = consumers.Calls.Count;
        consumers.IsAway = false;
        var since = Array.Empty<string>();
        await Poll.UntilAsync(() =>
        {
            since = [.. consumers.Calls.Skip(before)];
            return Task.FromResult(since.Count(call => call.StartsWith("acknowledge", StringComparison.Ordinal)) >= 5);
        }, DescribeAsync);

        Assert.Multiple(() =>
        {
            Assert.That(since.SkipWhile(call => call.EndsWith("refused", StringComparison.Ordinal)).Take(3), Is.EqualTo(new[] { "renew", "register", "read" }));
            Assert.That(since, Does.Contain($"acknowledge {KeyType} 2"));
            Assert.That(consumer.ActiveVersion(KeyType), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_consumer_that_stops_is_not_waited_for()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, Asleep);
        await consumer.StartAsync();

        await consumer.StopAsync();

        Assert.That(await Get<IConsumerDirectory>().NotAcknowledgedAsync(KeyType, activation: 99, CancellationToken.None), Has.None.StartsWith("billing"));
        Assert.That(() => consumer.Key(KeyType).Seal("secret"u8, Place), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task A_consumer_that_stops_with_a_ring_in_use_does_not_say_that_it_writes_no_more()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, Asleep);
        await consumer.StartAsync();
        using var lease = consumer.Rings.Borrow(KeyType);

        await consumer.StopAsync();

        Assert.That(await Get<IConsumerDirectory>().NotAcknowledgedAsync(KeyType, activation: 99, CancellationToken.None), Has.Some.StartsWith("billing"));
        Assert.That(consumer.Log.CountOf(4006), Is.EqualTo(1));
    }

    private async Task OpenRotationAsync() =>
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.ComplianceRequirement, "a test"), "tester", outsideWindow: true, CancellationToken.None);

    private async Task<bool> RunRotationAsync() => await Get<RotationService>().RunAsync(KeyType, CancellationToken.None) is RotationProgress.Ended;

    /// <summary>What its heartbeat would do, in the test's own time.</summary>
    private async Task LookAsync(AnotherConsumer consumer)
    {
        await Get<IConsumerStore>().RegisterAsync(consumer.Self, TimeSpan.FromHours(24), CancellationToken.None);
        await consumer.Rings.RefreshAllAsync(CancellationToken.None);
    }

    private async Task<string> DescribeAsync()
    {
        var rotations = await Store.QueryAsync($"select key_type, state, hold, last_error from {Store.Schema}rotation");
        var consumers = await Store.QueryAsync($"select name, host, lease_until, signed_off_at from {Store.Schema}consumer");
        return string.Join(Environment.NewLine, rotations.Concat(consumers).Select(row => string.Join(" | ", row)));
    }

    private async Task<DateTimeOffset> DatabaseTimeAsync() => await Get<Database>().ReadAsync(
        async session => (await session.QuerySingleAsync<Instant>(new Statement("select {now}"))).Value, CancellationToken.None);

    private static bool Seals(ApplicationKey key)
    {
        try
        {
            key.Seal("secret"u8, Place);
            return true;
        }
        catch (KeyRingStaleException)
        {
            return false;
        }
    }
}
