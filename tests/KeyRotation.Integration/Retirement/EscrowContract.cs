using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>Retiring overwrites the last copy but one. Whether there is another was proved when the version was made, a year ago.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class EscrowContract(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task A_version_whose_copy_in_escrow_is_gone_is_not_retired()
    {
        await DisableVersionOneAsync();
        File.Delete(CopyOf(1));

        await AssertKeptAsync("Escrow does not give it back: ");
    }

    [Test]
    public async Task A_version_whose_copy_in_escrow_is_damaged_is_not_retired()
    {
        await DisableVersionOneAsync();
        var bytes = await File.ReadAllBytesAsync(CopyOf(1));
        bytes[^1] ^= 1;
        await ReplaceAsync(CopyOf(1), bytes);

        await AssertKeptAsync("Escrow does not give it back: ");
    }

    [Test]
    public async Task A_version_whose_check_value_the_copy_in_escrow_does_not_have_is_not_retired()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"update {Store.Schema}key_version set check_value = {Bytes(new byte[16])} where key_type = '{KeyType}' and version = 1");

        await AssertKeptAsync("Its copy in escrow does not open. ");
    }

    [Test]
    public async Task While_escrow_is_away_nothing_of_the_key_type_is_looked_at()
    {
        await DisableVersionOneAsync();
        Directory.Move(EscrowFolder, $"{EscrowFolder}.away");
        IReadOnlyList<RetirementReport> away;
        try
        {
            away = await RunAsync();
        }
        finally
        {
            Directory.Move($"{EscrowFolder}.away", EscrowFolder);
        }

        Assert.That((away.Single().Version, away.Single().Reason), Is.EqualTo(((int?)null, KeepReason.EscrowUnproved)), "An older copy of the store cannot be told from the store itself.");
        Assert.That((await StateOfAsync(1), await CountAsync("key_version", "version = 1 and wrapped_record is not null")), Is.EqualTo(("disabled", 1L)));
        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired), "It is back.");
    }

    [Test]
    public async Task A_version_that_never_was_active_needs_no_copy()
    {
        await DisableVersionOneAsync();
        File.Delete(CopyOf(1));
        await Store.ExecuteAsync($"delete from {Store.Schema}activation where key_type = '{KeyType}' and version = 1");

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task The_trail_says_that_the_copy_opened()
    {
        await DisableVersionOneAsync();

        Assert.That((await RunAsync())[0].Detail, Does.EndWith("Its copy in escrow opened."));
        Assert.That(await CountAsync("audit_event", "action = 'key.retired'"), Is.EqualTo(1));
    }

    private async Task AssertKeptAsync(string beginning)
    {
        var report = (await RunAsync()).Single(kept => kept.Version == 1);

        Assert.That(report.Reason, Is.EqualTo(KeepReason.EscrowUnproved), report.Detail);
        Assert.That(report.Detail, Does.StartWith(beginning));
        Assert.That((await StateOfAsync(1), await CountAsync("key_version", "version = 1 and wrapped_record is not null")), Is.EqualTo(("disabled", 1L)));
    }

    private string CopyOf(int version) => Path.Combine(EscrowFolder, KeyType, $"{version:D10}.kre");

    private static async Task ReplaceAsync(string file, byte[] bytes)
    {
        File.Delete(file);
        await File.WriteAllBytesAsync(file, bytes);
    }
}
