using KeyRotation.Claims;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Claims;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ClaimContract(DatabaseKind kind) : StoreFixture(kind)
{
    [Test]
    public async Task A_claim_that_somebody_holds_is_not_given_to_another()
    {
        await using var other = await OtherProcessAsync();
        var mine = await Get<IClaimStore>().TryTakeAsync("work", CancellationToken.None);

        var theirs = await other.GetRequiredService<IClaimStore>().TryTakeAsync("work", CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(mine, Is.Not.Null);
            Assert.That(theirs, Is.Null);
        });
    }

    [Test]
    public async Task Of_many_who_want_a_claim_at_once_one_gets_it()
    {
        var takers = Enumerable.Range(0, 16).Select(_ => Get<IClaimStore>().TryTakeAsync("work", CancellationToken.None));

        var taken = await Task.WhenAll(takers);

        Assert.That(taken.Count(claim => claim is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task A_claim_that_was_given_back_is_taken_with_a_higher_epoch()
    {
        var claims = Get<IClaimStore>();
        var first = (await claims.TryTakeAsync("work", CancellationToken.None))!;
        await claims.ReleaseAsync(first, CancellationToken.None);

        var second = (await claims.TryTakeAsync("work", CancellationToken.None))!;

        Assert.That(second.Epoch, Is.EqualTo(first.Epoch + 1));
    }

    [Test]
    public async Task An_expired_claim_that_another_took_fences_its_former_holder_out()
    {
        await using var other = await OtherProcessAsync();
        var stale = (await Get<IClaimStore>().TryTakeAsync("work", CancellationToken.None))!;
        Claim? taken = null;
        await Poll.UntilAsync(async () => (taken = await other.GetRequiredService<IClaimStore>().TryTakeAsync("work", CancellationToken.None)) is not null,
            () => Task.FromResult("the claim did not expire"));

        await Assert.ThrowsAsync<ClaimLostException>(() => Get<IClaimStore>().RenewAsync(new Fence(stale), CancellationToken.None));
        await Assert.DoesNotThrowAsync(() => other.GetRequiredService<IClaimStore>().RenewAsync(new Fence(taken!), CancellationToken.None));
    }

    [Test]
    public async Task A_stale_holder_that_gives_back_takes_nothing_from_the_new_one()
    {
        await using var other = await OtherProcessAsync();
        var claims = Get<IClaimStore>();
        var stale = (await claims.TryTakeAsync("work", CancellationToken.None))!;
        await claims.ReleaseAsync(stale, CancellationToken.None);
        var current = (await other.GetRequiredService<IClaimStore>().TryTakeAsync("work", CancellationToken.None))!;

        await claims.ReleaseAsync(stale, CancellationToken.None);

        await Assert.DoesNotThrowAsync(() => other.GetRequiredService<IClaimStore>().RenewAsync(new Fence(current), CancellationToken.None));
        Assert.That(await claims.TryTakeAsync("work", CancellationToken.None), Is.Null);
    }

    // On the embedded store a second process is refused; a second claimant within the process stands for it here.
    private async Task<ServiceProvider> OtherProcessAsync()
    {
        if (Kind != DatabaseKind.Sqlite)
            return await StartAsync();
        var services = new ServiceCollection();
        services.AddSingleton<IClaimStore>(new Storage.Claims.ClaimStore(Get<Storage.ControlStore>(), new Storage.Claims.ClaimHolder("another")));
        return services.BuildServiceProvider();
    }
}
