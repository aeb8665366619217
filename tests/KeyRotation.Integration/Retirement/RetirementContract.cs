using KeyRotation.Encryption;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>An old version on its way out of the store, and what keeps it there.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class RetirementContract(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task A_version_that_nothing_names_is_disabled_and_after_its_days_retired()
    {
        await SucceedVersionOneAsync();

        var first = await RunAsync();
        var second = await RunAsync();
        await EndSoftDisableAsync(1);
        var third = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That(first[0], Has.Property("Outcome").EqualTo(RetirementOutcome.Disabled), first[0].ToString());
            Assert.That(second[0].Reason, Is.EqualTo(KeepReason.SoftDisablePeriod));
            Assert.That(third[0].Outcome, Is.EqualTo(RetirementOutcome.Retired), third[0].ToString());
            Assert.That(third[1].Reason, Is.EqualTo(KeepReason.Active));
        });
        Assert.That(await CountAsync("key_version", "version = 1 and state = 'retired' and wrapped_record is null and retired_at is not null"), Is.EqualTo(1));
        Assert.That(await CountAsync("audit_event", "key_version = 1 and action in ('key.disabled', 'key.retired') and actor = 'tester'"), Is.EqualTo(2));
    }

    [Test]
    public async Task Each_change_grows_the_epoch_so_that_rings_drop_the_version()
    {
        await DisableVersionOneAsync();
        var epoch = await Store.ScalarAsync<long>($"select epoch from {Store.Schema}key_type where name = '{KeyType}'");

        await RunAsync();

        Assert.That(await Store.ScalarAsync<long>($"select epoch from {Store.Schema}key_type where name = '{KeyType}'"), Is.EqualTo(epoch + 1));
        await Get<Client.StoreKeyRings>().RefreshAsync(KeyType, CancellationToken.None);
        using var lease = Get<Client.StoreKeyRings>().Borrow(KeyType);
        Assert.That(lease.Ring.TryOpen(Under(1, Seal("secret", "any", "any")), EncryptionContext.For(Target, "secret", "7", "any"), out _), Is.EqualTo(OpenStatus.Retired));
    }

    [Test]
    public async Task A_reference_in_the_second_column_keeps_it()
    {
        await SucceedVersionOneAsync();
        await InsertAsync("second", "x", note: EnvelopeText.Encode(Under(1, Seal("note", "second", "left"))));

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.References));
        Assert.That(await StateOfAsync(1), Is.EqualTo("grace"));
    }
}
