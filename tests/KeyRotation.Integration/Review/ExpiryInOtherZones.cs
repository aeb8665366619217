using KeyRotation.Integration.Retirement;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Review;

/// <summary>A moment without a zone is UTC, whatever zone the server, the database or the login has for its sessions.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ExpiryInOtherZones(DatabaseKind kind) : RetirementFixture(kind)
{
    protected override async Task CreateTargetsAsync()
    {
        await base.CreateTargetsAsync();
        if (Kind != DatabaseKind.PostgreSql)
            return;
        await Store.ExecuteAsync("alter table secrets alter column expires_at type timestamp");
        await Store.ExecuteAsync("do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Asia/Tokyo'); end $$");
    }

    [Test]
    public async Task A_session_that_lives_for_three_more_hours_is_a_reference()
    {
        await DisableVersionOneAsync();
        await InsertAsync("lives", "x", secret: Under(1, Seal("secret", "lives", "x")), expiresAt: Ago(hours: -3));

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.References));
    }
}
