using KeyRotation.Audit;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Audit;

/// <summary>The trail as people list it.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class AuditHistoryContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task The_latest_comes_first_and_pages_neither_skip_nor_repeat()
    {
        // Four of each moment, which stand in several lanes: lane and number decide between them.
        var ids = new List<Guid>();
        for (var number = 0; number < 13; number++)
            ids.Add(await AppendAsync("ada", Noon.AddSeconds(number / 4)));

        var listed = new List<StoredAuditEvent>();
        IReadOnlyList<StoredAuditEvent> page;
        do
            listed.AddRange(page = await ListAsync(new AuditFilter { Actor = "ada", Before = listed is [.., var last] ? new AuditPlace(last.Columns.OccurredAt, last.Lane, last.Seq) : null, Limit = 3 }));
        while (page.Count > 0);

        Assert.That(listed.Select(stored => stored.Columns.EventId), Is.EquivalentTo(ids).And.Unique);
        Assert.That(listed.Select(stored => stored.Columns.OccurredAt), Is.Ordered.Descending);
    }

    [Test]
    public async Task Every_condition_narrows_the_list_alone_and_with_the_others()
    {
        await RotateAsync("token_encryption");
        await AppendAsync("ada", Noon);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await CountAsync(new AuditFilter { Actor = "ada" }), Is.EqualTo(1));
            Assert.That(await CountAsync(new AuditFilter { Actor = "ad" }), Is.Zero);
            Assert.That(await CountAsync(new AuditFilter { KeyType = "token_encryption", Action = AuditActions.KeyActivated }), Is.EqualTo(1));
            Assert.That(await CountAsync(new AuditFilter { KeyType = "token_encryption", Action = AuditActions.KeyActivated, Actor = "ada" }), Is.Zero);
            Assert.That(await CountAsync(new AuditFilter { KeyType = "api_signature", Action = AuditActions.KeyActivated }), Is.Zero);
            Assert.That(await CountAsync(new AuditFilter { Action = AuditActions.AccessDenied }), Is.EqualTo(1));
            Assert.That(await CountAsync(new AuditFilter { From = Noon, To = Noon.AddSeconds(1) }), Is.EqualTo(1));
            Assert.That(await CountAsync(new AuditFilter { Actor = "ada", To = Noon }), Is.Zero, "The end is not part of it.");
            Assert.That(await CountAsync(new AuditFilter { Actor = "ada", From = Noon.AddSeconds(1) }), Is.Zero);
        });
    }

    private async Task<int> CountAsync(AuditFilter filter) => (await ListAsync(filter with { Limit = 500 })).Count;

    private Task<IReadOnlyList<StoredAuditEvent>> ListAsync(AuditFilter filter) => Get<IAuditHistory>().ListAsync(filter, CancellationToken.None);

    private async Task<Guid> AppendAsync(string actor, DateTimeOffset at)
    {
        var @event = new AuditEvent { EventId = Guid.CreateVersion7(at), OccurredAt = at, Action = AuditActions.AccessDenied, Outcome = AuditOutcome.Failure, Actor = actor };
        await Get<IAuditLog>().AppendAsync(@event, CancellationToken.None);
        return @event.EventId;
    }
}
