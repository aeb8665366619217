using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Client;
using KeyRotation.Faults;
using KeyRotation.Integration.Consumers;
using KeyRotation.Keys;
using KeyRotation.Restores;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Restores;

/// <summary>A store that is an older copy is found, and what it lost comes back.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class RestoredStoreContract(DatabaseKind kind) : RestoredStoreFixture(kind)
{
    [Test]
    public async Task A_version_that_the_store_lost_comes_back_from_escrow_in_grace_and_what_is_under_it_opens()
    {
        var incarnation = await IncarnationAsync();
        await LoseVersion2Async();

        await RestartAsync();

        var versions = await VersionsAsync();
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(versions.Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (1, KeyVersionState.Active), (2, KeyVersionState.Grace) }));
            Assert.That(versions[1].GraceEndsAt - versions[1].RestoredAt, Is.EqualTo(TimeSpan.FromDays(30)));
            Assert.That(await IncarnationAsync(), Is.Not.EqualTo(incarnation));
            Assert.That(await ReadAsync(), Is.EqualTo(Everything(2)));
            Assert.That(await EventsAsync("store.restored"), Is.EqualTo(1));
            Assert.That(await EventsAsync("key.restored"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task The_next_rotation_gets_a_number_above_it_migrates_everything_and_the_trail_verifies()
    {
        await LoseVersion2Async();
        await RestartAsync();

        var rotation = await RotateToTheEndAsync();

        await Assert.MultipleAsync(async () =>
        {
            Assert.That((rotation.State, rotation.Outcome, rotation.FromVersion, rotation.ToVersion), Is.EqualTo((RotationState.Completed, (RotationOutcome?)RotationOutcome.Success, (int?)1, (int?)3)));
            Assert.That(await ReadAsync(), Is.EqualTo(Everything(3)));
            Assert.That((await Get<AuditProof>().VerifyAsync(CancellationToken.None)).FirstBreak, Is.Null);
        });
    }

    [Test]
    public async Task Nothing_is_activated_while_consumers_that_the_store_lost_may_be_alive()
    {
        await LoseVersion2Async();
        await RestartAsync();

        var progress = await RotateAsync(KeyType);

        Assert.That(progress, Is.TypeOf<RotationProgress.Waiting>().And.Property("Hold").EqualTo(Hold.Consumers));
        Assert.That((await OpenAsync())!.HoldDetail, Does.Contain("that the restored store does not know"));
    }

    [Test]
    public async Task Nodes_at_once_bring_it_back_once()
    {
        await LoseVersion2Async();
        var nodes = new List<ServiceProvider>();
        try
        {
            var runs = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Get<StoreRestore>().RunAsync(CancellationToken.None)));
            if (Kind != DatabaseKind.Sqlite)
                nodes.AddRange(await Task.WhenAll(StartAsync(), StartAsync()));
            await Task.WhenAll(runs);

            await Assert.MultipleAsync(async () =>
            {
                Assert.That((await VersionsAsync()).Select(version => version.Version), Is.EqualTo(new[] { 1, 2 }));
                Assert.That(await EventsAsync("store.restored"), Is.EqualTo(1));
                Assert.That(await EventsAsync("key.restored"), Is.EqualTo(1));
            });
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [TestCase("before-commit", 0)]
    [TestCase("after-commit", 1)]
    public async Task A_process_that_dies_beside_the_commit_has_done_nothing_or_all_of_it_and_the_next_one_comes_to_the_same(string side, int done)
    {
        await LoseVersion2Async();
        Failpoint = $"audit:store.restored:{side}=throw@1";

        await Assert.ThatAsync(RestartAsync, Throws.TypeOf<FailpointReachedException>());
        var events = await EventsAsync("store.restored");
        Failpoint = "";
        await RestartAsync();

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(events, Is.EqualTo(done));
            Assert.That((await VersionsAsync()).Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (1, KeyVersionState.Active), (2, KeyVersionState.Grace) }));
            Assert.That(await EventsAsync("store.restored"), Is.EqualTo(1));
            Assert.That(await EventsAsync("key.restored"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_store_that_lost_nothing_keeps_its_incarnation()
    {
        await RotateAsync(KeyType);
        var incarnation = await IncarnationAsync();

        await RestartAsync();
        await Get<KeyAssessment>().RunAsync(CancellationToken.None);

        Assert.That((await IncarnationAsync(), await EventsAsync("store.restored")), Is.EqualTo((incarnation, 0L)));
    }

    [Test]
    public async Task A_rotation_that_is_open_in_the_copy_goes_on_and_leaves_what_is_under_a_later_version_to_the_next()
    {
        await RotateAsync(KeyType);
        await InsertAsync();
        await AddSilentConsumerAsync();
        Assert.That(await RotateAsync(KeyType), Is.TypeOf<RotationProgress.Waiting>(), "Version 2 is pending.");
        var copy = await StoreCopy.TakeAsync(Store);
        await RemoveSilentConsumerAsync();
        await RotateToTheEndAsync();
        await RotateToTheEndAsync();
        Assert.That(await ReadAsync(), Is.EqualTo(Everything(3)));
        await copy.PutBackAsync();
        await RemoveSilentConsumerAsync();
        await RestartAsync();

        var goesOn = await RotateToTheEndAsync();
        var between = await ReadAsync();
        var next = await RotateToTheEndAsync();

        await Assert.MultipleAsync(async () =>
        {
            Assert.That((goesOn.State, goesOn.ToVersion), Is.EqualTo((RotationState.Completed, (int?)2)));
            Assert.That(between, Is.EqualTo(Everything(3)));
            Assert.That((next.State, next.ToVersion), Is.EqualTo((RotationState.Completed, (int?)4)));
            Assert.That(await ReadAsync(), Is.EqualTo(Everything(4)));
            Assert.That((await Get<AuditProof>().VerifyAsync(CancellationToken.None)).FirstBreak, Is.Null);
        });
    }

    [Test]
    public async Task A_consumer_that_lives_across_it_opens_all_the_time_and_seals_under_the_active_version_of_the_store()
    {
        await RotateAsync(KeyType);
        await InsertAsync();
        var copy = await StoreCopy.TakeAsync(Store);
        await using var application = new AnotherConsumer(Services, new ConsumerSettings { Lease = TimeSpan.FromSeconds(3), PollInterval = TimeSpan.FromMilliseconds(50) });
        await application.StartAsync();
        await RotateToTheEndAsync();
        await Poll.UntilAsync(() => Task.FromResult(application.ActiveVersion(KeyType) == 2), () => Task.FromResult("Version 2 active at the application."));

        await copy.PutBackAsync();
        await Poll.UntilAsync(() => Task.FromResult(application.ActiveVersion(KeyType) == 1), () => Task.FromResult("Version 1 active at the application."));
        var beforeTheNodes = await OpenAllAsync(application);
        await Get<StoreRestore>().RunAsync(CancellationToken.None);
        await Poll.UntilAsync(async () => await RegisteredAsync(application) && await AcknowledgedAsync(application), () => Task.FromResult("Registered and acknowledged anew."));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(beforeTheNodes, Is.EqualTo(Rows), "The version was in memory.");
            Assert.That(await OpenAllAsync(application), Is.EqualTo(Rows));
            Assert.That(application.ActiveVersion(KeyType), Is.EqualTo(1));
        });
        await application.StopAsync();
    }

    [Test]
    public async Task An_acknowledgement_of_another_incarnation_counts_for_nothing()
    {
        await RotateAsync(KeyType);
        await InsertAsync();
        var copy = await StoreCopy.TakeAsync(Store);
        await RotateToTheEndAsync();
        await copy.PutBackAsync();
        await AddSilentConsumerAsync();
        await Store.ExecuteAsync($"insert into {Store.Schema}consumer_acknowledgement (consumer_id, key_type, incarnation_id, epoch, activation, versions, acknowledged_at) select c.consumer_id, '{KeyType}', s.incarnation_id, 99, 99, '{{}}', '2026-01-01 00:00:00' from {Store.Schema}consumer c cross join {Store.Schema}store s where c.name = 'silent'");
        var before = await NotAcknowledgedAsync();

        await Get<StoreRestore>().RunAsync(CancellationToken.None);

        Assert.That(before, Has.None.StartsWith("silent"), "99 is later than 1.");
        Assert.That(await NotAcknowledgedAsync(), Has.Some.StartsWith("silent"));
    }

    [Test]
    public async Task A_version_that_came_back_is_not_disabled_while_a_consumer_has_not_acknowledged_since()
    {
        await LoseVersion2Async();
        await RestartAsync();

        var facts = await Get<KeyRotation.Retirement.IRetirementStore>().LookAsync(KeyType, CancellationToken.None);

        Assert.That(facts.Floors[2].LastActivation, Is.Zero, "It may have been active: it has a floor.");
        Assert.That(facts.Floors[2].SucceededAt, Is.EqualTo((await VersionsAsync())[1].RestoredAt));
        Assert.That(facts.StoreRestoredAt, Is.EqualTo((await VersionsAsync())[1].RestoredAt), "Nor is any other version: whom the store lost may hold it.");
    }

    [Test]
    public async Task A_node_that_starts_while_a_dead_one_has_the_restore_in_hand_waits_and_does_it()
    {
        await LoseVersion2Async();
        await Store.ExecuteAsync($"delete from {Store.Schema}claim where name = 'restore'");
        Assert.That(await Get<IClaimStore>().TryTakeAsync("restore", CancellationToken.None), Is.Not.Null);

        await RestartAsync();

        Assert.That((await VersionsAsync()).Select(version => version.Version), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await ReadAsync(), Is.EqualTo(Everything(2)));
    }

    [Test]
    public async Task A_node_whose_clock_is_behind_ends_no_grace_period_before_its_time()
    {
        await LoseVersion2Async();
        var restore = ActivatorUtilities.CreateInstance<StoreRestore>(Services, new BehindClock(TimeSpan.FromDays(60)));

        await restore.RunAsync(CancellationToken.None);

        Assert.That((await VersionsAsync())[1].GraceEndsAt, Is.GreaterThan(TimeProvider.System.GetUtcNow().AddDays(29)));
    }

    [Test]
    public async Task What_is_pending_in_the_copy_is_marked_since_it_may_have_been_active()
    {
        await RotateAsync(KeyType);
        await InsertAsync();
        await AddSilentConsumerAsync();
        await RotateAsync(KeyType);
        var copy = await StoreCopy.TakeAsync(Store);
        await RemoveSilentConsumerAsync();
        await RotateToTheEndAsync();
        await RotateToTheEndAsync();
        await copy.PutBackAsync();

        await Get<StoreRestore>().RunAsync(CancellationToken.None);

        Assert.That((await VersionsAsync()).Select(version => (version.Version, version.State, version.RestoredAt is not null)),
            Is.EqualTo(new[] { (1, KeyVersionState.Active, false), (2, KeyVersionState.Pending, true), (3, KeyVersionState.Grace, true) }));
    }

    private sealed class BehindClock(TimeSpan behind) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - behind;
    }
}
