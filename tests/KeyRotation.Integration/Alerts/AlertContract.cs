using KeyRotation.Alerts;
using KeyRotation.Claims;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Storage;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeyRotation.Integration.Alerts;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class AlertContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task What_is_read_back_is_what_was_opened()
    {
        var alert = new Alert(AlertCodes.RotationFailed, "token_encryption", "It failed: ü.") { KeyType = "token_encryption", RotationId = RotationId.New(Now) };

        await ApplyAsync(opened: [new OpenAlert(Guid.NewGuid(), alert, Now)]);

        Assert.That((await OpenAsync()).Select(open => (open.Alert, open.OpenedAt)), Is.EqualTo(new[] { (alert, Now) }));
    }

    [Test]
    public async Task An_alert_without_a_key_type_and_a_rotation_has_none()
    {
        await ApplyAsync(opened: [New("node-1")]);

        var alert = (await OpenAsync()).Single().Alert;
        Assert.That((alert.KeyType, alert.RotationId), Is.EqualTo(((string?)null, (RotationId?)null)));
    }

    [Test]
    public async Task Of_many_that_open_the_same_at_once_one_does()
    {
        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Get<IAlertStore>().ApplyAsync(null, new AlertChanges([New("node-1")], [], []), Now, CancellationToken.None)));

        Assert.That(done.Sum(changes => changes.Opened.Count), Is.EqualTo(1));
        Assert.That(await OpenAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_update_keeps_the_row_and_when_it_was_opened()
    {
        var open = New("node-1");
        await ApplyAsync(opened: [open]);

        await ApplyAsync(updated: [open with { Alert = new Alert(open.Alert.Code, "node-1", "later") }], now: Now.AddMinutes(1));

        Assert.That((await OpenAsync()).Select(present => (present.Id, present.Alert.Message, present.OpenedAt)), Is.EqualTo(new[] { (open.Id, "later", Now) }));
        Assert.That(await CountAsync("updated_at > opened_at"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_closed_and_comes_again_is_a_new_row()
    {
        var first = New("node-1");
        await ApplyAsync(opened: [first]);
        await ApplyAsync(closed: [first], now: Now.AddMinutes(1));

        var again = await ApplyAsync(opened: [New("node-1")], now: Now.AddMinutes(2));

        Assert.That((await OpenAsync()).Select(open => open.Id), Is.EqualTo(again.Opened.Select(open => open.Id)).And.Not.EqualTo(new[] { first.Id }));
        Assert.That((await CountAsync("closed_at is not null"), await CountAsync("closed_at is null")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task What_another_closed_already_is_not_reported_as_closed_twice()
    {
        var open = New("node-1");
        await ApplyAsync(opened: [open]);

        var first = await ApplyAsync(closed: [open]);
        var second = await ApplyAsync(closed: [open]);

        Assert.That((first.Closed.Count, second.Closed.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Under_a_claim_that_was_lost_nothing_is_written()
    {
        var lost = new Fence(new Claim("alerts", "nobody", 7));

        await Assert.ThrowsAsync<ClaimLostException>(() => Get<IAlertStore>().ApplyAsync(lost, new AlertChanges([New("node-1")], [], []), Now, CancellationToken.None));

        Assert.That(await OpenAsync(), Is.Empty);
    }

    [Test]
    public async Task Of_two_nodes_one_answers_for_the_cluster_and_each_for_its_own_configuration()
    {
        var (first, second) = (NodeOf("node-1"), NodeOf("node-2"));

        await Task.WhenAll(first.WriteAsync(Differing(await FactsOfAsync("node-1")), CancellationToken.None), second.WriteAsync(Differing(await FactsOfAsync("node-2")), CancellationToken.None));

        var open = await OpenAsync();
        Assert.That(open.Where(alert => alert.Alert.Code == AlertCodes.ConfigurationDiffers).Select(alert => alert.Alert.Subject), Is.EquivalentTo(new[] { "node-1", "node-2" }));
        Assert.That(open.Count(alert => alert.Alert.Code == AlertCodes.SchedulerFailure), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_over_is_closed_by_the_node_that_answers_for_it_and_not_by_the_other()
    {
        var (first, second) = (NodeOf("node-1"), NodeOf("node-2"));
        await first.WriteAsync(NoWorker(await FactsOfAsync("node-1")), CancellationToken.None);

        var afterTheOther = await second.WriteAsync(await FactsOfAsync("node-2"), CancellationToken.None);
        var afterTheFirst = await first.WriteAsync(await FactsOfAsync("node-1"), CancellationToken.None);

        Assert.That((afterTheOther.Count, afterTheFirst.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_node_that_stops_hands_over_at_once()
    {
        var (first, second) = (NodeOf("node-1"), NodeOf("node-2"));
        await first.WriteAsync(await FactsOfAsync("node-1"), CancellationToken.None);

        await first.StopAsync();
        var open = await second.WriteAsync(NoWorker(await FactsOfAsync("node-2")), CancellationToken.None);

        Assert.That(open.Select(alert => alert.Alert.Code), Is.EqualTo(new[] { AlertCodes.SchedulerFailure }));
    }

    [Test]
    public async Task What_a_node_said_of_itself_is_closed_by_the_one_that_answers_for_the_cluster_when_it_is_gone()
    {
        var (first, second) = (NodeOf("node-1"), NodeOf("node-2"));
        await first.WriteAsync(await FactsOfAsync("node-1"), CancellationToken.None);
        await second.WriteAsync(Differing(await FactsOfAsync("node-2")), CancellationToken.None);

        var whileItLives = await first.WriteAsync(await FactsOfAsync("node-1") with { Nodes = [Live("node-1"), Live("node-2")] }, CancellationToken.None);
        var whenItIsGone = await first.WriteAsync(await FactsOfAsync("node-1") with { Nodes = [Live("node-1")] }, CancellationToken.None);

        Assert.That((whileItLives.Count, whenItIsGone.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_failed_rotation_is_an_alert_from_what_the_store_says()
    {
        var opened = await Get<RotationRequests>().OpenAsync(new PlannedRotation("token_encryption", RotationTrigger.NoActiveKey, "a test"), "tester", outsideWindow: true, CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set state = 'failed', failed_in = 'generating', last_error = 'The escrow folder is away.' where key_type = 'token_encryption'");

        var open = await Get<AlertBook>().WriteAsync(await Get<AlertFactsReader>().ReadAsync(CancellationToken.None), CancellationToken.None);

        Assert.That(open.Select(alert => (alert.Alert.Code, alert.Alert.RotationId)), Is.SupersetOf(new[] { (AlertCodes.RotationFailed, (RotationId?)opened.Id), (AlertCodes.MissingKey, opened.Id) }));
    }

    private static OpenAlert New(string subject) => new(Guid.NewGuid(), new Alert(AlertCodes.NodeClock, subject, "late"), Now);

    private static AlertFacts NoWorker(AlertFacts facts) => facts with { NoWorkerSince = facts.Now.AddHours(-1) };

    private static AlertFacts Differing(AlertFacts facts) => NoWorker(facts) with { Differences = [new PolicyDifference("token_encryption", "RotationDays", "90", "30", "somebody")] };

    /// <summary>A node with claims of its own: SQLite lets no second process in, but two may ask for one claim on any database.</summary>
    private AlertBook NodeOf(string name) => new(Get<IAlertStore>(), new ClaimStore(Get<ControlStore>(), new ClaimHolder(name)), NullLogger<AlertBook>.Instance);

    private async Task<AlertFacts> FactsOfAsync(string name) => new() { Now = Now, Self = name, Policies = [], Open = await OpenAsync() };

    private static ClusterNode Live(string name) => new()
    {
        Id = Guid.NewGuid(),
        Instance = name,
        Host = "host",
        ProcessId = 1,
        Version = "1.0.0",
        Roles = NodeRoles.All,
        KekId = "file:test",
        StartedAt = Now,
    };

    private Task<IReadOnlyList<OpenAlert>> OpenAsync() => Get<IAlertStore>().ListOpenAsync(CancellationToken.None);

    private Task<AlertChanges> ApplyAsync(OpenAlert[]? opened = null, OpenAlert[]? updated = null, OpenAlert[]? closed = null, DateTimeOffset? now = null) =>
        Get<IAlertStore>().ApplyAsync(null, new AlertChanges(opened ?? [], updated ?? [], closed ?? []), now ?? Now, CancellationToken.None);

    private async Task<int> CountAsync(string where) => (int)await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}alert where {where}");
}
