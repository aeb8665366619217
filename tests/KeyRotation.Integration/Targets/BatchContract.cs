using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Configuration;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Targets;

/// <summary>One batch under its fence, with the target in the store's database and in one of its own.</summary>
[TestFixtureSource(nameof(Places))]
public sealed class BatchContract(DatabaseKind kind, bool apart) : StoreFixture(kind)
{
    private static readonly Guid Work = Guid.Parse("11111111-2222-3333-4444-555555555555");

    private TestStore? _other;

    private TestStore Target => _other ?? Store;

    public static IEnumerable<object[]> Places => TestServers.Kinds.SelectMany(kind => new[] { new object[] { kind, false }, [kind, true] });

    protected override async Task CreateTargetsAsync()
    {
        _other = apart ? await TestStore.CreateAsync(Kind) : null;
        var types = SqlTypes.Of(Kind);
        await Target.ExecuteAsync($"create table notes (id {types.LongNumber} not null primary key, note {types.Text})");
        for (var id = 1; id <= 3; id++)
            await Target.ExecuteAsync($"insert into notes (id, note) values ({id}, 'old')");
        Options.KeyTypes["token_encryption"] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "notes", Provider = apart ? Target.Provider : null, ConnectionString = _other?.ConnectionString, Table = "notes", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "note", Encoding = "text" }] }],
        };
    }

    [TearDown]
    public async Task DropOther()
    {
        if (_other is not null)
            await _other.DisposeAsync();
    }

    [Test]
    public async Task It_writes_the_rows_that_are_unchanged_counts_them_and_moves_the_checkpoint()
    {
        var range = await TakeAsync();
        var batch = await BatchAsync();
        await Target.ExecuteAsync("update notes set note = 'of the application' where id = 2");

        var next = await Table.CommitBatchAsync(range, batch, CancellationToken.None);

        var stored = (await Get<IMigrationStore>().ListRangesAsync(Work, CancellationToken.None)).Single();
        Assert.Multiple(async () =>
        {
            Assert.That(await NotesAsync(), Is.EqualTo(new[] { "new", "of the application", "new" }));
            Assert.That((next.BatchNumber, next.DoneThrough, next.RowsRead, next.RowsRewritten, next.RowsSuperseded, next.RowsQuarantined), Is.EqualTo((1L, "[\"3\"]", 3L, 2L, 1L, 1L)));
            Assert.That(stored, Is.EqualTo(next));
            Assert.That(await Get<IMigrationStore>().CountQuarantinedAsync(Work, CancellationToken.None), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Whose_commit_was_not_answered_is_found_by_its_number_and_not_counted_again()
    {
        var range = await TakeAsync();
        var batch = await BatchAsync();
        var committed = await Table.CommitBatchAsync(range, batch, CancellationToken.None);

        var again = await Table.CommitBatchAsync(range, batch, CancellationToken.None);

        Assert.That(again, Is.EqualTo(committed));
        Assert.That(await Get<IMigrationStore>().CountQuarantinedAsync(Work, CancellationToken.None), Is.EqualTo(1));
    }

    [Test]
    public async Task Whose_commit_was_not_answered_and_whose_range_was_taken_since_is_the_other_process_s_affair()
    {
        var range = await TakeAsync();
        var batch = await BatchAsync();
        await Table.CommitBatchAsync(range, batch, CancellationToken.None);
        // The claim was renewed by the lost attempt and is over; another process has the range and has committed nothing yet.
        await Store.ExecuteAsync($"update {Store.Schema}migration_range set holder = 'elsewhere', epoch = epoch + 1");

        await Assert.ThrowsAsync<ClaimLostException>(() => Table.CommitBatchAsync(range, batch, CancellationToken.None));
    }

    [Test]
    public async Task Under_a_claim_that_was_lost_it_writes_nothing()
    {
        var range = await TakeAsync();
        var batch = await BatchAsync();
        await Store.ExecuteAsync($"update {Store.Schema}migration_range set epoch = epoch + 1");

        await Assert.ThrowsAsync<ClaimLostException>(() => Table.CommitBatchAsync(range, batch, CancellationToken.None));

        Assert.That(await NotesAsync(), Is.All.EqualTo("old"));
        Assert.That(await Store.ScalarAsync<long>($"select batch_number from {Store.Schema}migration_range"), Is.Zero);
    }

    [Test]
    public async Task With_thousands_of_ciphertexts_that_do_not_open_it_lists_them_all()
    {
        var range = await TakeAsync();
        var broken = Enumerable.Range(0, 3000).Select(index => new QuarantinedCell($"[\"{index}\"]", "note", index, "truncated")).ToArray();

        await Table.CommitBatchAsync(range, (await BatchAsync()) with { Rewrites = [], Quarantined = broken }, CancellationToken.None);

        Assert.That(await Get<IMigrationStore>().CountQuarantinedAsync(Work, CancellationToken.None), Is.EqualTo(3000));
    }

    private static AuditEvent Event => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = DateTimeOffset.UnixEpoch,
        KeyType = "token_encryption",
        Action = AuditActions.AdoptionStarted,
        Outcome = AuditOutcome.Success,
        Actor = "tester",
    };

    private ITargetTable Table => Get<TargetTables>().Find("notes")!;

    private async Task<RangeProgress> TakeAsync()
    {
        var fence = new Fence((await Get<IClaimStore>().TryTakeAsync("adoption:notes", CancellationToken.None))!);
        var adoption = new Adoption(Work, "token_encryption", "notes", "note", "tester", DateTimeOffset.UnixEpoch);
        await Get<IAdoptionStore>().StartAsync(fence, adoption, Event, CancellationToken.None);
        var ranges = Get<IMigrationStore>();
        var work = new MigrationWork(Work, "token_encryption", 0, RangeKind.Adopt, ResealMode.Migrate) { MayGoOnAsync = _ => Task.FromResult(true) };
        await ranges.PlanAsync(fence, work, [new PlannedRange("notes", 0, RangeBounds.Everything, null)], DateTimeOffset.UnixEpoch, CancellationToken.None);
        return (await ranges.TryTakeAsync((await ranges.ListRangesAsync(Work, CancellationToken.None)).Single(), CancellationToken.None))!;
    }

    private async Task<MigrationBatch> BatchAsync()
    {
        var rows = await Table.ReadAsync(RangeBounds.Everything, 10, CancellationToken.None);
        return new MigrationBatch([.. rows.Select(row => new RowRewrite(row, ["new"]))], [new QuarantinedCell("[\"9\"]", "note", null, "truncated")], Table.KeyOf(rows[^1]), rows.Count, 0, 1, DateTimeOffset.UnixEpoch, IsLast: true);
    }

    private async Task<IReadOnlyList<object?>> NotesAsync() => [.. (await Target.QueryAsync("select note from notes order by id")).Select(row => row[0])];
}
