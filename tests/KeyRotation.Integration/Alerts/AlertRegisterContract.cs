using KeyRotation.Alerts;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Alerts;

/// <summary>Alerts as people list and acknowledge them.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class AlertRegisterContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task The_latest_comes_first_and_pages_neither_skip_nor_repeat()
    {
        // Three of one moment: the id decides between them.
        var all = Enumerable.Range(0, 7).Select(number => New($"node-{number}", Now.AddMinutes(number / 3))).ToArray();
        await OpenAsync(all);

        var listed = new List<AlertRecord>();
        IReadOnlyList<AlertRecord> page;
        do
            listed.AddRange(page = await ListAsync(new AlertFilter(Before: listed.LastOrDefault()?.Id, Limit: 2)));
        while (page.Count > 0);

        Assert.That(listed.Select(alert => alert.Id), Is.EquivalentTo(all.Select(alert => alert.Id)).And.Unique);
        Assert.That(listed.Select(alert => alert.OpenedAt), Is.Ordered.Descending);
    }

    [Test]
    public async Task Open_and_past_ones_are_told_apart_and_those_of_a_key_type()
    {
        var (open, past) = (New("token_encryption", Now, "token_encryption"), New("node-1", Now));
        await OpenAsync(open, past);
        await Get<IAlertStore>().ApplyAsync(null, new AlertChanges([], [], [past]), Now.AddMinutes(1), CancellationToken.None);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That((await ListAsync(new AlertFilter(IsOpen: true))).Single().Id, Is.EqualTo(open.Id));
            Assert.That((await ListAsync(new AlertFilter(IsOpen: false))).Single().ClosedAt, Is.EqualTo(Now.AddMinutes(1)));
            Assert.That((await ListAsync(new AlertFilter(KeyType: "token_encryption"))).Single().Id, Is.EqualTo(open.Id));
            Assert.That(await ListAsync(new AlertFilter(KeyType: "api_signature")), Is.Empty);
        });
    }

    [Test]
    public async Task Of_many_who_acknowledge_at_once_one_is_written_down_and_one_event()
    {
        await RotateAsync("token_encryption");
        var alert = New("token_encryption", Now, "token_encryption");
        await OpenAsync(alert);

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Get<AlertAcknowledgement>().AcknowledgeAsync(alert.Id, $"user-{number}", CancellationToken.None)));

        Assert.That(replies.Select(reply => reply.Value!.AcknowledgedBy).Distinct(), Has.One.Items);
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event where action = 'alert.acknowledged'"), Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_is_over_is_acknowledged_by_nobody()
    {
        var alert = New("node-1", Now);
        await OpenAsync(alert);
        await Get<IAlertStore>().ApplyAsync(null, new AlertChanges([], [], [alert]), Now.AddMinutes(1), CancellationToken.None);

        var reply = await Get<AlertAcknowledgement>().AcknowledgeAsync(alert.Id, "ada", CancellationToken.None);

        Assert.That((reply.Value!.ClosedAt, reply.Value.AcknowledgedBy), Is.EqualTo(((DateTimeOffset?)Now.AddMinutes(1), (string?)null)));
    }

    [Test]
    public async Task One_that_there_is_not_is_refused() =>
        Assert.That((await Get<AlertAcknowledgement>().AcknowledgeAsync(Guid.NewGuid(), "ada", CancellationToken.None)).Refusal?.Code, Is.EqualTo("alert_not_found"));

    private Task<IReadOnlyList<AlertRecord>> ListAsync(AlertFilter filter) => Get<IAlertRegister>().ListAsync(filter, CancellationToken.None);

    private Task<AlertChanges> OpenAsync(params OpenAlert[] alerts) => Get<IAlertStore>().ApplyAsync(null, new AlertChanges(alerts, [], []), Now, CancellationToken.None);

    private static OpenAlert New(string subject, DateTimeOffset openedAt, string? keyType = null) =>
        new(Guid.NewGuid(), new Alert(AlertCodes.SchedulerFailure, subject, "a test") { KeyType = keyType }, openedAt);
}
