using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Targets;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class AdoptionContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const int Rows = 120;

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table people (id {types.LongNumber} not null primary key, email {types.Text}, sealed_email {types.Bytes})");
        for (var id = 1; id <= Rows; id++)
            await Store.ExecuteAsync($"insert into people (id, email) values ({id}, {(id % 10 == 0 ? "null" : $"'käse-{id}@example.com'")})");
        Options.KeyTypes["database_encryption"] = new KeyTypeOptions
        {
            Targets =
            [
                new TargetOptions { Name = "in-place", Table = "people", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "email", Encoding = "text" }] },
                new TargetOptions { Name = "apart", Table = "people", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "sealed_email", Encoding = "binary" }] },
            ],
        };
    }

    [Test]
    public async Task In_place_every_value_is_sealed_and_a_second_run_changes_nothing()
    {
        var first = await AdoptInPlaceAsync();
        var stored = await Store.QueryAsync("select email from people order by id");

        var second = await AdoptInPlaceAsync();

        Assert.Multiple(() =>
        {
            Assert.That((first.Succeeded, first.RowsSealed), Is.EqualTo((true, 108L)));
            Assert.That((second.Succeeded, second.RowsSealed), Is.EqualTo((true, 0L)));
        });
        Assert.That((await Store.QueryAsync("select email from people order by id")).Select(row => row[0]), Is.EqualTo(stored.Select(row => row[0])));
        Assert.That(Open("in-place", "email", 7, (string)stored[6][0]!), Is.EqualTo("käse-7@example.com"));
    }

    [Test]
    public async Task From_another_column_the_source_is_left_and_the_sealed_column_opens_to_it()
    {
        var table = Get<TargetTables>().WithSources("apart", ["email"]);

        var result = await Get<AdoptionService>().AdoptAsync(table, ResealMode.AdoptFrom(new Plaintext(), new Dictionary<int, int> { [0] = 0 }), "from email", "tester", CancellationToken.None);

        var row = (await Store.QueryAsync("select email, sealed_email from people where id = 7"))[0];
        using var lease = Get<StoreKeyRings>().Borrow("database_encryption");
        lease.Ring.TryOpen((byte[])row[1]!, EncryptionContext.For("apart", "sealed_email", "7"), out var plaintext);
        Assert.Multiple(() =>
        {
            Assert.That(result.RowsSealed, Is.EqualTo(108));
            Assert.That(row[0], Is.EqualTo("käse-7@example.com"));
            Assert.That(Encoding.UTF8.GetString(plaintext), Is.EqualTo("käse-7@example.com"));
        });
    }

    [Test]
    public async Task A_plaintext_that_an_application_wrote_after_it_was_sealed_is_never_passed_over()
    {
        var table = Get<TargetTables>().WithSources("apart", ["email"]);
        var mode = ResealMode.AdoptFrom(new Plaintext(), new Dictionary<int, int> { [0] = 0 });
        await Get<AdoptionService>().AdoptAsync(table, mode, "from email", "tester", CancellationToken.None);
        await Store.ExecuteAsync("update people set email = 'changed@example.com' where id = 7");

        var result = await Get<AdoptionService>().AdoptAsync(table, mode, "from email", "tester", CancellationToken.None);

        var quarantined = await Get<IMigrationStore>().ListQuarantinedAsync(result.Id, 10, CancellationToken.None);
        Assert.That(quarantined.Select(cell => (cell.RowKey, cell.Reason)), Is.EqualTo(new[] { ("[\"7\"]", "source_differs") }));
    }

    [Test]
    public async Task A_damaged_ciphertext_is_never_sealed_as_if_it_were_plaintext()
    {
        await AdoptInPlaceAsync();
        var damaged = (string)(await Store.QueryAsync("select email from people where id = 7"))[0][0]!;
        damaged = $"{damaged[..^4]}!!!!";
        await Store.ExecuteAsync($"update people set email = '{damaged}' where id = 7");

        var result = await AdoptInPlaceAsync();

        Assert.Multiple(() =>
        {
            Assert.That(result.Succeeded, Is.False);
            Assert.That(result.CellsQuarantined, Is.EqualTo(1));
        });
        Assert.That((await Store.QueryAsync("select email from people where id = 7"))[0][0], Is.EqualTo(damaged));
    }

    [Test]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        var counts = await Get<AdoptionPreview>().CountAsync(Get<TargetTables>().Find("in-place")!, ResealMode.AdoptInPlace(new Plaintext()), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That((counts.Rows, counts.ToSeal, counts.Empty, counts.Sealed), Is.EqualTo((120L, 108L, 12L, 0L)));
        });
        Assert.That(await Store.ScalarAsync<long>("select count(*) from people where email like 'kr1.%'"), Is.Zero);
    }

    private Task<AdoptionResult> AdoptInPlaceAsync() =>
        Get<AdoptionService>().AdoptAsync(Get<TargetTables>().Find("in-place")!, ResealMode.AdoptInPlace(new Plaintext()), "in place", "tester", CancellationToken.None);

    private string Open(string target, string column, long id, string text)
    {
        EnvelopeText.TryDecode(text, out var envelope);
        using var lease = Get<StoreKeyRings>().Borrow("database_encryption");
        var status = lease.Ring.TryOpen(envelope, EncryptionContext.For(target, column, $"{id}"), out var plaintext);
        Assert.That(status, Is.EqualTo(OpenStatus.Opened));
        return Encoding.UTF8.GetString(plaintext);
    }
}
