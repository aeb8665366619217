using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Integration.Targets;

/// <summary>On SQL Server a varchar key can have another code page than the database: its characters must survive the way back.</summary>
public sealed class CodePages() : StoreFixture(DatabaseKind.SqlServer)
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 120).Select(index => $"{"аБвЖзЙ"[index % 6]}-ключ-{index}")];

    protected override async Task CreateTargetsAsync()
    {
        await Store.ExecuteAsync("create table cyrillic (name varchar(40) collate Cyrillic_General_CI_AS not null primary key, place varchar(20) collate Cyrillic_General_CI_AS not null, secret nvarchar(max))");
        Options.KeyTypes["token_encryption"] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "cyrillic", Table = "cyrillic", KeyColumns = ["name"], ContextColumns = ["place"], Columns = [new TargetColumnOptions { Name = "secret", Encoding = "text" }] }],
        };
    }

    [Test]
    public async Task A_key_and_a_context_of_another_code_page_are_reached_and_rewritten()
    {
        await RotateAsync("token_encryption");
        foreach (var name in Names)
            await Store.ExecuteAsync($"insert into cyrillic (name, place, secret) values (N'{name}', N'Москва', '{Seal("Москва")}')");

        var ended = (RotationProgress.Ended)await RotateAsync("token_encryption");

        Assert.That(ended.Rotation.State, Is.EqualTo(RotationState.Completed), ended.Rotation.LastError);
        var ranges = await Get<IMigrationStore>().ListRangesAsync(ended.Rotation.Id.Value, CancellationToken.None);
        Assert.That(ranges.Select(range => (range.Pass, range.RowsRewritten, range.RowsSuperseded)), Is.EqualTo(new[] { (0, 120L, 0L), (1, 0L, 0L) }));
    }

    private string Seal(string place)
    {
        using var lease = Get<StoreKeyRings>().Borrow("token_encryption");
        return EnvelopeText.Encode(lease.Ring.Seal(Encoding.UTF8.GetBytes("plaintext"), EncryptionContext.For("cyrillic", "secret", place)));
    }
}
