using System.Globalization;
using KeyRotation.Pauses;
using KeyRotation.Requests;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Requests;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class SqlRequestContract(DatabaseKind kind) : StoreFixture(kind)
{
    [Test]
    public async Task A_pause_is_carried_out_as_the_login_and_answered()
    {
        await InsertAsync("pause", null, null, 0);

        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);

        var pause = (await Get<IPauseStore>().ListAsync(CancellationToken.None)).All.Single();
        Assert.That((pause.Scope, pause.By), Is.EqualTo(("*", "sql:dba")));
        Assert.That(await OutcomesAsync(), Is.EqualTo(new[] { "accepted" }));
    }

    [Test]
    public async Task A_rotation_is_opened_once_by_many_nodes_with_the_id_of_its_request()
    {
        var id = await InsertAsync("rotation", "file_encryption", "planned_maintenance", 0);
        // An embedded store has one node.
        await using var second = Kind == DatabaseKind.Sqlite ? null : await StartAsync();
        await using var third = Kind == DatabaseKind.Sqlite ? null : await StartAsync();

        await Task.WhenAll(new IServiceProvider?[] { Services, second, third }.OfType<IServiceProvider>()
            .Select(node => node.GetRequiredService<SqlRequests>().TakeUpAsync(CancellationToken.None)));

        var open = (await Get<IRotationStore>().ListOpenAsync(CancellationToken.None)).Single();
        Assert.That((open.Id.Value, open.RequestedBy, open.Trigger), Is.EqualTo((id, "sql:dba", RotationTrigger.PlannedMaintenance)));
    }

    [Test]
    public async Task A_request_that_was_carried_out_by_a_node_that_died_before_its_answer_is_not_carried_out_twice()
    {
        await InsertAsync("rotation", "file_encryption", "planned_maintenance", 0);
        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}request set taken_at = null, outcome = null, detail = null, rotation_id = null");

        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);

        Assert.That(await OutcomesAsync(), Is.EqualTo(new[] { "accepted" }));
        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}rotation"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_request_that_was_carried_out_is_not_answered_as_refused_since_another_rotation_is_open_by_now()
    {
        await InsertAsync("rotation", "file_encryption", "compliance_requirement", 0);
        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);
        // The node died before its answer; another one ran the rotation to its end, and a second was opened.
        await Store.ExecuteAsync($"update {Store.Schema}request set taken_at = null, outcome = null, detail = null, rotation_id = null");
        await Get<RotationService>().RunAsync("file_encryption", CancellationToken.None);
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);

        Assert.That(await OutcomesAsync(), Is.EqualTo(new[] { "accepted" }));
    }

    [Test]
    public async Task A_pause_that_was_carried_out_is_never_carried_out_again_over_a_newer_command()
    {
        var id = await InsertAsync("pause", null, null, 0);
        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);
        await Get<PauseService>().ResumeAsync(null, "anna", CancellationToken.None);

        // A node that had read the request before it was taken up.
        await Get<PauseService>().PauseAsync(null, "stale", null, "sql:dba", id, CancellationToken.None);

        Assert.That((await Get<IPauseStore>().ListAsync(CancellationToken.None)).All, Is.Empty);
    }

    [TestCase("rotation", "token_encription", "planned_maintenance", "Did you mean token_encryption?")]
    [TestCase("rotation", "token_encryption", "security_breach", "emergency")]
    [TestCase("rotation", "token_encryption", "plannd_maintenance", "Did you mean planned_maintenance?")]
    [TestCase("rotation", null, "planned_maintenance", "none that this version knows")]
    public async Task What_cannot_be_is_refused_with_the_reason_and_audited(string requested, string? keyType, string trigger, string reason)
    {
        await InsertAsync(requested, keyType, trigger, 0);

        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);

        Assert.Multiple(async () =>
        {
            Assert.That(await OutcomesAsync(), Is.EqualTo(new[] { "refused" }));
            Assert.That(await Store.ScalarAsync<string>($"select detail from {Store.Schema}request"), Does.Contain(reason));
            Assert.That(await Store.ScalarAsync<string>($"select actor from {Store.Schema}audit_event where action = 'request.refused'"), Is.EqualTo("sql:dba"));
        });
    }

    [Test]
    public async Task One_that_cannot_be_carried_out_keeps_none_of_the_others_waiting_and_is_tried_again()
    {
        Assume.That(Kind, Is.Not.EqualTo(DatabaseKind.SqlServer), "It renames tables otherwise.");
        var pause = Kind == DatabaseKind.Sqlite ? "keyrotation_pause" : "keyrotation.pause";
        await InsertAsync("pause", null, null, 0);
        await InsertAsync("rotation", "file_encryption", "planned_maintenance", 1);
        await Store.ExecuteAsync($"alter table {pause} rename to pause_away");

        await Assert.ThrowsAsync<AggregateException>(() => Get<SqlRequests>().TakeUpAsync(CancellationToken.None));
        var open = await Get<IRotationStore>().FindOpenAsync("file_encryption", CancellationToken.None);
        await Store.ExecuteAsync(Kind == DatabaseKind.Sqlite ? "alter table pause_away rename to keyrotation_pause" : "alter table keyrotation.pause_away rename to pause");
        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);

        Assert.That(open, Is.Not.Null);
        Assert.That((await Get<IPauseStore>().ListAsync(CancellationToken.None)).All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Requests_are_taken_up_in_the_order_of_asking()
    {
        await InsertAsync("pause", null, null, 0);
        await InsertAsync("resume", null, null, 1);

        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);

        Assert.That((await Get<IPauseStore>().ListAsync(CancellationToken.None)).All, Is.Empty);
    }

    private async Task<Guid> InsertAsync(string requested, string? keyType, string? trigger, int second)
    {
        var id = Guid.CreateVersion7();
        var at = new DateTimeOffset(2026, 11, 24, 2, 0, second, TimeSpan.Zero).UtcDateTime.ToString(Kind == DatabaseKind.Sqlite ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await Store.ExecuteAsync($"insert into {Store.Schema}request (request_id, kind, key_type, trigger_name, reason, requested_by, requested_at) values ('{id:D}', '{requested}', {Quoted(keyType)}, {Quoted(trigger)}, 'a test', 'dba', '{at}')");
        return id;
    }

    private async Task<string[]> OutcomesAsync() =>
        [.. (await Store.QueryAsync($"select outcome from {Store.Schema}request order by requested_at")).Select(row => $"{row[0]}")];

    private static string Quoted(string? text) => text is null ? "null" : $"'{text}'";
}
