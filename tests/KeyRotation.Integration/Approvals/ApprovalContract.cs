using KeyRotation.Approvals;
using KeyRotation.Pauses;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeyRotation.Integration.Approvals;

/// <summary>A command that a second person has to approve is carried out once, after his word, whoever dies in between.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ApprovalContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    private static readonly EmergencyRequest Emergency = new(KeyType, RotationTrigger.IncidentResponse, "a laptop was lost", true, "mia");

    private ApprovalService Service => new(
        Get<IApprovalStore>(), [new EmergencyCommand(Get<EmergencyService>()), new RollbackCommand(Get<RotationRollback>())],
        new ApprovalSettings(new HashSet<ApprovalAction> { ApprovalAction.Emergency }, TimeSpan.FromMinutes(60)), TimeProvider.System, NullLogger<ApprovalService>.Instance);

    [Test]
    public async Task Nothing_is_done_before_it_is_approved_and_all_of_it_then()
    {
        var approval = await RequestAsync();
        Assume.That(await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None), Is.Null);

        var decided = (await Service.DecideAsync(approval.Id, approve: true, "seen the report", "olga", CancellationToken.None)).Value!;

        var rotation = (await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None))!;
        Assert.Multiple(() =>
        {
            Assert.That((rotation.Id.ToString(), rotation.RequestedBy, rotation.Priority), Is.EqualTo((decided.Outcome!["rotation_id"], "mia", RotationPriority.Emergency)));
            Assert.That(decided.EndedAt, Is.Not.Null);
        });
        Assert.That(await Get<PauseBoard>().RefreshAsync(CancellationToken.None), Has.Property("All").Count.EqualTo(1));
        Assert.That(await ActionsAsync(), Is.EqualTo(new[] { "approval.requested", "approval.approved", "approval.ended" }));
    }

    [Test]
    public async Task What_is_stored_is_what_was_asked_and_decided()
    {
        var approval = await RequestAsync();

        var decided = (await Service.DecideAsync(approval.Id, approve: false, "no reason given", "olga", CancellationToken.None)).Value!;

        var found = (await Get<IApprovalStore>().FindAsync(approval.Id, CancellationToken.None))!;
        Assert.Multiple(() =>
        {
            Assert.That(found.Parameters, Is.EqualTo(approval.Parameters));
            Assert.That((found.RequestedBy, found.DecidedBy, found.DecisionReason, found.IsApproved), Is.EqualTo(("mia", "olga", "no reason given", (bool?)false)));
            Assert.That(found.DecidedAt, Is.EqualTo(decided.DecidedAt).Within(TimeSpan.FromMilliseconds(1)));
        });
        Assert.That(await ActionsAsync(), Is.EqualTo(new[] { "approval.requested", "approval.rejected" }));
    }

    [Test]
    public async Task Of_many_who_decide_at_once_one_does()
    {
        var approval = await RequestAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => Service.DecideAsync(approval.Id, approve: number % 2 == 0, "", $"officer {number}", CancellationToken.None))));

        Assert.That(replies.Count(reply => !reply.IsRefused), Is.EqualTo(1));
        Assert.That(replies.Where(reply => reply.IsRefused).Select(reply => reply.Refusal!.Code), Is.All.EqualTo("approval_decided"));
    }

    [Test]
    public async Task One_that_was_approved_by_a_process_that_died_is_carried_out_by_another()
    {
        var approval = await RequestAsync();
        var decided = approval with { IsApproved = true, DecidedBy = "olga", DecidedAt = TimeProvider.System.GetUtcNow() };
        await Get<IApprovalStore>().TryDecideAsync(decided, ApprovalEvents.Decided(decided), CancellationToken.None);

        await Service.CarryOutLeftAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.That(await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None), Is.Null, "it is left to its process at first");
        await Service.CarryOutLeftAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.That(await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None), Is.Not.Null);
        Assert.That(await Get<IApprovalStore>().ListUnendedAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task One_that_was_carried_out_but_not_noted_opens_nothing_more()
    {
        var approval = await RequestAsync();
        var decided = (await Service.DecideAsync(approval.Id, approve: true, "", "olga", CancellationToken.None)).Value!;
        await Store.ExecuteAsync($"update {Store.Schema}approval set ended_at = null, outcome = null");

        await Service.CarryOutLeftAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.That((await Get<IApprovalStore>().FindAsync(approval.Id, CancellationToken.None))!.Outcome, Is.EqualTo(decided.Outcome));
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}incident"), Is.EqualTo(1));
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}rotation"), Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_can_never_be_carried_out_is_refused_and_keeps_none_of_the_others_waiting()
    {
        // It was configured when the command was given, and is not any more.
        await Store.ExecuteAsync($"insert into {Store.Schema}key_type (key_id, name, epoch, activation, events, created_at) values (4711, 'gone', 0, 0, 0, '2026-01-01 00:00:00')");
        var gone = await Service.RequestAsync(ApprovalAction.Emergency, EmergencyCommand.ParametersOf(Emergency with { KeyType = "gone" }, true), "mia", null, CancellationToken.None);
        var approval = await RequestAsync();
        foreach (var waiting in new[] { gone, approval })
        {
            var decided = waiting with { IsApproved = true, DecidedBy = "olga", DecidedAt = TimeProvider.System.GetUtcNow() };
            await Get<IApprovalStore>().TryDecideAsync(decided, ApprovalEvents.Decided(decided), CancellationToken.None);
        }

        await Service.CarryOutLeftAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.That((await Get<IApprovalStore>().FindAsync(gone.Id, CancellationToken.None))!.Refusal, Does.Contain("gone"));
        Assert.That((await Get<IApprovalStore>().FindAsync(approval.Id, CancellationToken.None))!.Outcome, Is.Not.Null);
    }

    [Test]
    public async Task A_command_that_is_refused_in_the_end_says_why()
    {
        var id = Guid.CreateVersion7();
        var approval = await Service.RequestAsync(ApprovalAction.Rollback, new Dictionary<string, string> { ["rotation_id"] = id.ToString("D"), ["reason"] = "a test" }, "mia", null, CancellationToken.None);

        var decided = (await Service.DecideAsync(approval.Id, approve: true, "", "olga", CancellationToken.None)).Value!;

        Assert.That(decided.Refusal, Does.Contain(id.ToString("D")));
        Assert.That(ApprovalRules.StateOf(decided, TimeProvider.System.GetUtcNow()), Is.EqualTo(ApprovalState.Refused));
    }

    [Test]
    public async Task Asked_for_twice_under_one_id_it_is_asked_for_once()
    {
        var id = Guid.CreateVersion7();
        var first = await Service.RequestAsync(ApprovalAction.Emergency, EmergencyCommand.ParametersOf(Emergency, true), "mia", id, CancellationToken.None);

        var again = await Service.RequestAsync(ApprovalAction.Emergency, EmergencyCommand.ParametersOf(Emergency, true), "mia", id, CancellationToken.None);

        Assert.That(again.Id, Is.EqualTo(first.Id));
        Assert.That(await Get<IApprovalStore>().ListAsync(null, 10, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Pages_hold_each_of_them_once()
    {
        for (var number = 0; number < 5; number++)
            await RequestAsync();

        var first = await Get<IApprovalStore>().ListAsync(null, 2, CancellationToken.None);
        var second = await Get<IApprovalStore>().ListAsync(first[^1].Id, 10, CancellationToken.None);

        Assert.That(first.Concat(second).Select(approval => approval.Id).Distinct().Count(), Is.EqualTo(5));
    }

    private Task<Approval> RequestAsync() =>
        Service.RequestAsync(ApprovalAction.Emergency, EmergencyCommand.ParametersOf(Emergency, pauseRoutine: true), "mia", null, CancellationToken.None);

    private async Task<IEnumerable<string>> ActionsAsync() =>
        (await Store.QueryAsync($"select action from {Store.Schema}audit_event where action like 'approval.%' order by occurred_at")).Select(row => (string)row[0]!);
}
