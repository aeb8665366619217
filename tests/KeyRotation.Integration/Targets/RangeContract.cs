using System.Globalization;
using System.Text;
using KeyRotation.Claims;
using KeyRotation.Configuration;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Targets;

/// <summary>Ranges of a table whose key is composite, one part of it text: cut, claimed, taken away (docs/cluster.md).</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class RangeContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";
    private const int Rows = 4000;

    private static readonly string[] Names = ["Ärger", "ärger", "zebra", "Zebra", "O'Neil", "\"quoted\"", "日本", "a b", "ß", "-"];

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table secrets (tenant {types.LongNumber} not null, name {types.Name} not null, note {types.Text}, primary key (tenant, name))");
        for (var from = 0; from < Rows; from += 500)
            await Store.ExecuteAsync(Insert(Enumerable.Range(from, 500)));
        Options.Migration = new MigrationOptions { BatchSize = 100, RowsPerRange = 1000 };
        Options.KeyTypes[KeyType] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "secrets", Table = "secrets", KeyColumns = ["tenant", "name"], Columns = [new TargetColumnOptions { Name = "note", Encoding = "text" }] }],
        };
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<ITargetTables>(provider => new InterceptedTargets(provider.GetRequiredService<TargetTables>()));

    private InterceptedTargets Interception => (InterceptedTargets)Get<ITargetTables>();

    [Test]
    public async Task Each_row_is_in_one_range_whatever_its_key_is_made_of()
    {
        await AdoptAsync();

        var ended = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;

        var ranges = await RangesAsync(ended.Id);
        Assert.Multiple(() =>
        {
            Assert.That(ranges, Has.Count.GreaterThan(1));
            Assert.That(ranges.Sum(range => range.RowsRewritten), Is.EqualTo(Rows));
            Assert.That(ranges.Sum(range => range.RowsRead), Is.EqualTo(Rows));
            Assert.That(ranges.Max(range => range.RowsRead), Is.LessThan(Rows / 2), "Cut into halves that are none.");
            Assert.That(ranges.Select(range => range.Bounds.Through).SkipLast(1), Is.EqualTo(ranges.Select(range => range.Bounds.After).Skip(1)));
        });
        Assert.That(ended.State, Is.EqualTo(RotationState.Completed));
    }

    [Test]
    public async Task Of_two_who_take_a_range_at_once_one_has_it()
    {
        var store = Get<IMigrationStore>();
        await InMidMigrationAsync(async rotation =>
        {
            var free = (await RangesAsync(rotation)).First(range => range.IsFree);

            var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => store.TryTakeAsync(free, CancellationToken.None))));

            Assert.That(taken.OfType<RangeProgress>().ToArray(), Has.Length.EqualTo(1));
            await store.ReleaseAsync(taken.OfType<RangeProgress>().Single(), CancellationToken.None);
        });
    }

    [Test]
    public async Task A_range_that_was_read_before_its_rotation_lost_the_slot_is_not_taken_after_it()
    {
        await InMidMigrationAsync(async rotation =>
        {
            var free = (await RangesAsync(rotation)).First(range => range.IsFree);
            await PreemptAsync(rotation);

            Assert.That(await Get<IMigrationStore>().TryTakeAsync(free, CancellationToken.None), Is.Null);
            var asItIs = (await RangesAsync(rotation)).First(range => range.IsFree);
            Assert.That(await Get<IMigrationStore>().TryTakeAsync(asItIs, CancellationToken.None), Is.Null, "Without a slot nobody works for it.");
        });
    }

    [Test]
    public async Task One_that_was_raised_to_an_emergency_since_it_was_looked_at_keeps_its_slot()
    {
        await InMidMigrationAsync(async rotation =>
        {
            var victim = (await Get<IRotationStore>().FindAsync(rotation, CancellationToken.None))!;
            await Store.ExecuteAsync($"update {Store.Schema}rotation set priority = 'emergency' where rotation_id = '{rotation}'");

            Assert.That(await TryPreemptAsync(victim, RotationId.New(TimeProvider.System.GetUtcNow())), Is.Null);

            Assert.That((await Get<ISlotStore>().ListHeldAsync(CancellationToken.None)).Single().Rotation, Is.EqualTo(rotation));
        });
    }

    [Test]
    public async Task A_batch_size_that_is_changed_while_it_migrates_is_followed_a_second_later()
    {
        await AdoptAsync();
        var reads = 0;
        var id = default(RotationId);
        Interception.AfterRead = async () =>
        {
            reads++;
            if (reads == 3)
            {
                id = (await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None))!.Id;
                Assert.That((await Get<RotationTuning>().TuneAsync(id, new RetryAdjustments(BatchSize: 5), "ada", CancellationToken.None)).IsRefused, Is.False);
                await Task.Delay(TimeSpan.FromSeconds(1.2));
            }
        };
        await RotateAsync(KeyType);
        Interception.AfterRead = () => Task.CompletedTask;

        var ranges = (await RangesAsync(id)).Where(range => range.RowsRead > 0).ToArray();
        Assert.That(ranges.Sum(range => range.RowsRewritten), Is.EqualTo(Rows));
        // Two batches as configured and the one in hand; everything behind them in fives.
        Assert.That(ranges.Sum(range => range.BatchNumber), Is.GreaterThanOrEqualTo((Rows - 3 * Options.Migration.BatchSize) / 5));
    }

    [Test]
    public async Task Whose_slot_was_taken_commits_nothing_of_the_batch_in_hand_and_goes_on_later()
    {
        var rewritten = 0L;
        await InMidMigrationAsync(async rotation =>
        {
            await PreemptAsync(rotation);
            rewritten = (await RangesAsync(rotation)).Sum(range => range.RowsRewritten);
        });

        var open = (await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None))!;
        Assert.That((await RangesAsync(open.Id)).Sum(range => range.RowsRewritten), Is.EqualTo(rewritten), "The batch in hand committed.");
        Assert.That((open.State, open.Hold), Is.EqualTo((RotationState.Migrating, Hold.Preempted)));

        await Store.ExecuteAsync($"update {Store.Schema}claim set expires_at = '2020-01-01 00:00:00'");
        var ended = (RotationProgress.Ended)await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        Assert.That((await RangesAsync(ended.Rotation.Id)).Sum(range => range.RowsRewritten), Is.EqualTo(Rows));
    }

    [Test]
    public async Task Superseded_in_mid_migration_a_rotation_keeps_neither_slot_nor_ranges()
    {
        await InMidMigrationAsync(async rotation =>
        {
            var free = (await RangesAsync(rotation)).First(range => range.IsFree);

            var emergency = await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: false, "officer"), CancellationToken.None);

            Assert.That(emergency.Superseded, Is.EqualTo(rotation));
            Assert.That(await Get<ISlotStore>().ListHeldAsync(CancellationToken.None), Is.Empty);
            Assert.That(await Get<IMigrationStore>().TryTakeAsync(free, CancellationToken.None), Is.Null);
        });

        var ended = (RotationProgress.Ended)await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        Assert.That((ended.Rotation.ToVersion, ended.Rotation.State), Is.EqualTo((3, RotationState.Completed)));
        Assert.That((await RangesAsync(ended.Rotation.Id)).Sum(range => range.RowsRewritten), Is.EqualTo(Rows));
    }

    /// <summary>Acts once, between the reading and the writing of a batch, a few batches into a migration; what the rotation then comes to is the caller's to see.</summary>
    private async Task InMidMigrationAsync(Func<RotationId, Task> act)
    {
        await AdoptAsync();
        var reads = 0;
        Exception? failure = null;
        Interception.AfterRead = async () =>
        {
            if (++reads != 5)
                return;
            var rotation = (await Get<IRotationStore>().FindOpenAsync(KeyType, CancellationToken.None))!;
            try
            {
                await act(rotation.Id);
            }
            catch (Exception failed)
            {
                // The rotation would try it again: a test fails where it stands.
                failure = failed;
            }
        };
        try
        {
            await RotateAsync(KeyType);
        }
        catch (ClaimLostException)
        {
            // What some of the tests bring about.
        }
        Interception.AfterRead = () => Task.CompletedTask;
        Assert.That(reads, Is.GreaterThanOrEqualTo(5));
        if (failure is not null)
            Assert.Fail(failure.ToString());
    }

    /// <summary>As an emergency of another key type does that finds no slot free.</summary>
    private async Task PreemptAsync(RotationId rotation)
    {
        var victim = (await Get<IRotationStore>().FindAsync(rotation, CancellationToken.None))!;
        var emergency = RotationId.New(TimeProvider.System.GetUtcNow());

        Assert.That(await TryPreemptAsync(victim, emergency), Is.Not.Null);
        Assert.That((await Get<ISlotStore>().ListHeldAsync(CancellationToken.None)).Single().Rotation, Is.EqualTo(emergency));
    }

    private async Task<Claim?> TryPreemptAsync(Rotation victim, RotationId emergency)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claim = (await Get<IClaimStore>().TryTakeAsync("rotation:session_encryption", CancellationToken.None))!;
        var slot = (await Get<ISlotStore>().ListHeldAsync(CancellationToken.None)).Single(held => held.Rotation == victim.Id);
        var @event = RotationEvents.Preempted(victim, victim with { Id = emergency, KeyType = "session_encryption", Priority = RotationPriority.Emergency }, now);
        return await Get<ISlotStore>().PreemptAsync(new Fence(claim), slot, victim, new RotationHold(Hold.Preempted, now, "a test"), emergency, @event, CancellationToken.None);
    }

    private async Task AdoptAsync()
    {
        await RotateAsync(KeyType);
        var table = Get<TargetTables>().For(KeyType).Single();
        var result = await Get<AdoptionService>().AdoptAsync(table, ResealMode.AdoptInPlace(new Plaintext()), "in place", "tester", CancellationToken.None);
        Assert.That(result.RowsSealed, Is.EqualTo(Rows));
    }

    private async Task<IReadOnlyList<RangeProgress>> RangesAsync(RotationId rotation) =>
        [.. (await Get<IMigrationStore>().ListRangesAsync(rotation.Value, CancellationToken.None)).Where(range => range.Pass == 0).OrderBy(range => range.RangeNumber)];

    private string Insert(IEnumerable<int> numbers)
    {
        var rows = numbers.Select(number => string.Create(CultureInfo.InvariantCulture,
            $"({number % 3}, {(Kind == DatabaseKind.SqlServer ? "N" : "")}'{Names[number % Names.Length].Replace("'", "''", StringComparison.Ordinal)}-{number}', 'note {number}')"));
        return new StringBuilder("insert into secrets (tenant, name, note) values ").AppendJoin(", ", rows).ToString();
    }
}
