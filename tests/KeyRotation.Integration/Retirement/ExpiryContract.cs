using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Integration.Retirement;

/// <summary>A moment without a zone is UTC, whatever zone the server, the database or the login has for its sessions.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ExpiryContract(DatabaseKind kind) : RetirementFixture(kind)
{
    protected override async Task CreateTargetsAsync()
    {
        await base.CreateTargetsAsync();
        if (Kind != DatabaseKind.PostgreSql)
            return;
        await Store.ExecuteAsync("alter table secrets alter column expires_at type timestamp");
        await Store.ExecuteAsync("do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Asia/Tokyo'); end $$");
    }

    [TestCase(-3, TestName = "A_row_that_lives_for_three_more_hours_is_a_reference")]
    [TestCase(23, TestName = "A_row_that_expired_less_than_a_day_ago_is_one_still")]
    public async Task Of_references(double hoursAgo)
    {
        await DisableVersionOneAsync();
        await InsertAsync("lives", "x", secret: Under(1, Seal("secret", "lives", "x")), expiresAt: Ago(hours: hoursAgo));

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.References));
    }

    [Test]
    public async Task A_row_that_expired_more_than_a_day_ago_is_none()
    {
        await DisableVersionOneAsync();
        await InsertAsync("gone", "x", secret: Under(1, Seal("secret", "gone", "x")), expiresAt: Ago(hours: 25));

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }
}

/// <summary>Another database says by its own clock which rows have expired.</summary>
[TestFixture]
public sealed class ExpiryByAnotherClock() : RetirementFixture(DatabaseKind.PostgreSql)
{
    protected override async Task CreateTargetsAsync()
    {
        await base.CreateTargetsAsync();
        await SetClockForwardAsync(hours: 0);
        Configured.Provider = "postgresql";
        Configured.ConnectionString = new NpgsqlConnectionStringBuilder(Store.ConnectionString) { SearchPath = "other_clock,pg_catalog,public" }.ConnectionString;
    }

    [Test]
    public async Task Where_it_agrees_with_the_store_s_the_version_goes()
    {
        await SucceedVersionOneAsync();

        Assert.That((await RunAsync()).Single(report => report.Version == 1).Outcome, Is.EqualTo(RetirementOutcome.Disabled));
    }

    [Test]
    public async Task Where_it_is_ahead_of_the_store_s_the_version_stays()
    {
        await SucceedVersionOneAsync();
        await InsertAsync("lives", "x", secret: Under(1, Seal("secret", "lives", "x")), expiresAt: Ago(hours: -3));
        await SetClockForwardAsync(hours: 48);

        var report = (await RunAsync()).Single(kept => kept.Version == 1);

        Assert.That(report.Reason, Is.EqualTo(KeepReason.ClockSuspect), report.Detail);
    }

    /// <summary>A function of the same name before the database's own on the search path.</summary>
    private Task<int> SetClockForwardAsync(int hours) => Store.ExecuteAsync(
        $"create schema if not exists other_clock; create or replace function other_clock.clock_timestamp() returns timestamptz language sql as 'select pg_catalog.clock_timestamp() + interval ''{hours} hours'''");
}
