using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Targets;

/// <summary>Keys of the usual types: the keyset walks each in the database's own order, and each is bound in its canonical form.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class KeyTypeContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const int Rows = 120;

    private static readonly Dictionary<string, Func<int, (string Literal, string Canonical)>> Keys = new()
    {
        ["number"] = index => ($"{index - 60}", $"{index - 60}"),
        ["uuid"] = index => ($"'{Uuid(index).ToString("D").ToUpperInvariant()}'", Uuid(index).ToString("D")),
        // Upper and lower case, accents and digits: an order that .NET and the databases do not share.
        ["text"] = index => ($"'{"aBcÄzé"[index % 6]}{index}'", $"{"aBcÄzé"[index % 6]}{index}"),
        ["date"] = index => ($"'{Date(index)}'", Date(index)),
    };

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        foreach (var (name, type) in new[] { ("number", types.LongNumber), ("uuid", types.Uuid), ("text", types.Name), ("date", types.Date) })
        {
            await Store.ExecuteAsync($"create table by_{name} (id {type} not null primary key, secret {types.Text})");
            Options.KeyTypes[$"by_{name}"] = new KeyTypeOptions
            {
                RotationDays = 30,
                GraceDays = 7,
                Targets = [new TargetOptions { Name = name, Table = $"by_{name}", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "secret", Encoding = "text" }] }],
            };
        }
    }

    [TestCase("number")]
    [TestCase("uuid")]
    [TestCase("text")]
    [TestCase("date")]
    public async Task Every_row_is_reached_and_opens_under_the_new_version(string name)
    {
        await RotateAsync($"by_{name}");
        for (var index = 0; index < Rows; index++)
        {
            var (literal, canonical) = Keys[name](index);
            await Store.ExecuteAsync($"insert into by_{name} (id, secret) values ({literal}, '{Seal(name, canonical, index)}')");
        }

        var ended = (RotationProgress.Ended)await RotateAsync($"by_{name}");

        Assert.That(ended.Rotation.State, Is.EqualTo(RotationState.Completed), ended.Rotation.LastError);
        var ranges = await Get<IMigrationStore>().ListRangesAsync(ended.Rotation.Id.Value, CancellationToken.None);
        Assert.That(ranges.Select(range => (range.Pass, range.RowsRewritten, range.RowsVerified)), Is.EqualTo(new[] { (0, (long)Rows, 0L), (1, 0L, (long)Rows) }));
        Assert.That(ranges[0].BatchNumber, Is.EqualTo(3), "Batches of 50 over 120 rows.");
    }

    private string Seal(string target, string key, int index)
    {
        using var lease = Get<StoreKeyRings>().Borrow($"by_{target}");
        return EnvelopeText.Encode(lease.Ring.Seal(Encoding.UTF8.GetBytes($"plaintext {index}"), EncryptionContext.For(target, "secret", key)));
    }

    private static Guid Uuid(int index) => new(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{index}")).AsSpan(0, 16), bigEndian: true);

    private static string Date(int index) => new DateOnly(1999, 12, 1).AddDays(index).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
