using System.Collections.Concurrent;
using System.Diagnostics;
using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rotations;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class RotationContract(DatabaseKind kind) : StoreFixture(kind)
{
    [Test]
    public async Task A_first_key_becomes_active_and_stands_in_escrow()
    {
        var progress = await RotateAsync("token_encryption");

        Assert.That(progress, Is.TypeOf<RotationProgress.Ended>());
        var versions = await Get<IKeyStore>().ListVersionsAsync("token_encryption", CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(versions.Select(version => (version.Version, version.State)), Is.EqualTo(new[] { (1, KeyVersionState.Active) }));
            Assert.That(Directory.GetFiles(Path.Combine(EscrowFolder, "token_encryption")), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public async Task A_second_rotation_sends_the_first_version_to_grace_in_the_same_transaction()
    {
        await RotateAsync("token_encryption");

        await RotateAsync("token_encryption");

        var versions = await Get<IKeyStore>().ListVersionsAsync("token_encryption", CancellationToken.None);
        var type = (await Get<IKeyStore>().ListKeyTypesAsync(CancellationToken.None)).Single(candidate => candidate.Name == "token_encryption");
        Assert.Multiple(() =>
        {
            Assert.That(versions.Select(version => version.State), Is.EqualTo(new[] { KeyVersionState.Grace, KeyVersionState.Active }));
            Assert.That(versions[0].GraceEndsAt - versions[1].ActivatedAt, Is.EqualTo(TimeSpan.FromDays(30)));
            Assert.That(type.Activation, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_second_request_for_a_key_type_gets_the_id_of_the_open_one()
    {
        var requests = Get<RotationRequests>();
        var planned = new PlannedRotation("file_encryption", RotationTrigger.NoActiveKey, "a test");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => requests.OpenAsync(planned, "tester", false, CancellationToken.None)));

        Assert.Multiple(() =>
        {
            Assert.That(answers.Count(answer => answer.Opened), Is.EqualTo(1));
            Assert.That(answers.Select(answer => answer.Id).Distinct().Count(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task The_database_itself_refuses_a_second_active_version_and_a_second_open_rotation()
    {
        await RotateAsync("token_encryption");
        await RotateAsync("token_encryption");
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("token_encryption", RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        await Assert.CatchAsync<System.Data.Common.DbException>(() => Store.ExecuteAsync($"update {Store.Schema}key_version set state = 'active' where key_type = 'token_encryption'"));
        await Assert.CatchAsync<System.Data.Common.DbException>(() => Store.ExecuteAsync(
            $"update {Store.Schema}rotation set ended_at = null, state = 'scheduled' where key_type = 'token_encryption'"));
    }

    [Test]
    public async Task A_change_under_a_lost_claim_commits_nothing_and_leaves_no_event()
    {
        var opened = await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.NoActiveKey, "a test"), "tester", false, CancellationToken.None);
        var rotation = (await Get<IRotationStore>().FindAsync(opened.Id, CancellationToken.None))!;
        var before = await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event");
        var never = new Fence(new Claim("rotation:file_encryption", "nobody", 7));

        await Assert.ThrowsAsync<ClaimLostException>(() => Get<IRotationStore>().ChangeAsync(
            never, rotation, rotation with { State = RotationState.Generating }, Event("file_encryption"), CancellationToken.None));

        var after = (await Get<IRotationStore>().FindAsync(opened.Id, CancellationToken.None))!;
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(after.State, Is.EqualTo(RotationState.Scheduled));
            Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event"), Is.EqualTo(before));
        });
    }

    [Test]
    public async Task A_rotation_that_moved_meanwhile_is_not_changed()
    {
        var opened = await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.NoActiveKey, "a test"), "tester", false, CancellationToken.None);
        var stale = (await Get<IRotationStore>().FindAsync(opened.Id, CancellationToken.None))!;
        await Get<RotationService>().RunAsync("file_encryption", CancellationToken.None);
        var claim = (await Get<IClaimStore>().TryTakeAsync("rotation:file_encryption", CancellationToken.None))!;

        await Assert.ThrowsAsync<RotationMovedException>(() => Get<IRotationStore>().ChangeAsync(
            new Fence(claim), stale, stale with { State = RotationState.Generating }, Event("file_encryption"), CancellationToken.None));
    }

    [Test]
    public async Task Escrow_that_holds_another_key_under_the_next_number_is_never_overwritten()
    {
        await RotateAsync("token_encryption");
        var folder = Path.Combine(EscrowFolder, "token_encryption");
        var first = Directory.GetFiles(folder).Single();
        var ninth = first.Replace("0000000001", "0000000009", StringComparison.Ordinal);
        File.Copy(first, ninth);

        // A version that the store lacks holds what is routine (docs/cluster.md, "A restored store").
        await RotateAsync("token_encryption", RotationTrigger.SecurityBreach);

        var versions = await Get<IKeyStore>().ListVersionsAsync("token_encryption", CancellationToken.None);
        Assert.That(versions[^1].Version, Is.EqualTo(10), "The next number is 1 + the highest in store or escrow.");
        Assert.That(await File.ReadAllBytesAsync(ninth), Is.EqualTo(await File.ReadAllBytesAsync(first)));
    }

    [Test]
    public async Task Its_steps_belong_to_the_trace_of_the_request_that_opened_it()
    {
        var steps = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == "KeyRotation", Sample = (ref _) => ActivitySamplingResult.AllData, ActivityStopped = steps.Add };
        ActivitySource.AddActivityListener(listener);
        RotationId id;
        ActivityTraceId trace;
        using (var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            id = (await Get<RotationRequests>().OpenAsync(new PlannedRotation("token_encryption", RotationTrigger.ComplianceRequirement, "a test"), "tester", true, CancellationToken.None)).Id;
            trace = request.TraceId;
        }

        await Get<RotationService>().RunAsync("token_encryption", CancellationToken.None);

        var own = steps.Where(step => Equals(step.GetTagItem("key_rotation.rotation.id"), id.ToString())).ToArray();
        Assert.That(own.Select(step => step.OperationName), Does.Contain("rotation generating").And.Contain("rotation propagating"));
        Assert.That(own.Select(step => step.TraceId), Is.All.EqualTo(trace));
    }

    [Test]
    public async Task A_node_whose_escrow_is_another_one_creates_no_version_in_it()
    {
        await RotateAsync("token_encryption");
        Directory.Move(Path.Combine(EscrowFolder, "token_encryption"), Path.Combine(EscrowFolder, "elsewhere"));

        var held = (RotationProgress.Waiting)await RotateAsync("token_encryption");

        Assert.That((held.Hold, held.Rotation.ToVersion), Is.EqualTo((Hold.Dependency, (int?)null)));
        Assert.That((await Get<IRotationStore>().FindOpenAsync("token_encryption", CancellationToken.None))!.HoldDetail, Does.Contain("lacks token_encryption version 1"));
        Directory.Move(Path.Combine(EscrowFolder, "elsewhere"), Path.Combine(EscrowFolder, "token_encryption"));
        Assert.That(await Get<RotationService>().RunAsync("token_encryption", CancellationToken.None), Is.TypeOf<RotationProgress.Ended>());
    }

    [Test]
    public async Task An_emergency_does_not_wait_for_copies_that_are_lost()
    {
        await RotateAsync("token_encryption");
        Directory.Delete(Path.Combine(EscrowFolder, "token_encryption"), recursive: true);

        var ended = (RotationProgress.Ended)await RotateAsync("token_encryption", RotationTrigger.SecurityBreach);

        Assert.That((ended.Rotation.State, ended.Rotation.ToVersion), Is.EqualTo((RotationState.Completed, (int?)2)));
    }

    [Test]
    public async Task A_slot_of_the_cluster_is_held_while_a_rotation_works_and_given_back()
    {
        var slots = Get<ISlotStore>();
        var (one, other) = (RotationId.New(DateTimeOffset.UnixEpoch), RotationId.New(DateTimeOffset.UnixEpoch));
        var taken = new[] { (await slots.TryTakeAsync(1, one, CancellationToken.None), one), (await slots.TryTakeAsync(2, other, CancellationToken.None), other) };

        var held = await RotateAsync("token_encryption");
        foreach (var (slot, of) in taken)
            await slots.ReleaseAsync(slot!, of, CancellationToken.None);
        var free = await Get<RotationService>().RunAsync("token_encryption", CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(held, Is.TypeOf<RotationProgress.Waiting>().With.Property("Hold").EqualTo(Hold.NoSlot));
            Assert.That(free, Is.TypeOf<RotationProgress.Ended>());
        });
    }

    [Test]
    public async Task Every_change_of_state_is_in_the_trail()
    {
        await RotateAsync("token_encryption");

        var actions = await Store.QueryAsync($"select action from {Store.Schema}audit_event where key_type = 'token_encryption' order by key_type_seq");

        Assert.That(actions.Select(row => row[0]), Is.EqualTo(new[]
        {
            AuditActions.RotationOpened, AuditActions.RotationStateChanged, AuditActions.KeyCreated, AuditActions.RotationStateChanged, AuditActions.KeyActivated,
        }));
    }

    private static AuditEvent Event(string keyType) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = DateTimeOffset.UnixEpoch,
        KeyType = keyType,
        Action = AuditActions.RotationStateChanged,
        Outcome = AuditOutcome.Success,
        Actor = "tester",
    };
}
