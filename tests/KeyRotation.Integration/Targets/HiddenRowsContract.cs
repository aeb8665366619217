using KeyRotation.Integration.Retirement;
using KeyRotation.Migration;
using KeyRotation.Node.Configuration;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using Npgsql;

namespace KeyRotation.Integration.Targets;

/// <summary>A security policy hides rows from the node's login without an error: what is read then is not what is there.</summary>
[TestFixture(DatabaseKind.PostgreSql)]
[TestFixture(DatabaseKind.SqlServer)]
public sealed class HiddenRowsContract(DatabaseKind kind) : RetirementFixture(kind)
{
    private readonly string _login = $"node_{Guid.NewGuid():N}";

    protected override async Task CreateTargetsAsync()
    {
        await base.CreateTargetsAsync();
        if (Kind == DatabaseKind.SqlServer)
            return;
        await Store.ExecuteAsync($"create role {_login} login; grant pg_read_all_stats to {_login}; grant select, update on secrets to {_login}");
        Configured.Provider = "postgresql";
        Configured.ConnectionString = new NpgsqlConnectionStringBuilder(Store.ConnectionString) { Username = _login }.ConnectionString;
    }

    [TearDown]
    public Task DropLoginAsync() => Kind == DatabaseKind.SqlServer ? Task.CompletedTask : Store.ExecuteAsync($"drop owned by {_login}; drop role {_login}");

    [Test]
    public async Task A_target_whose_rows_are_hidden_stops_the_start()
    {
        await HideOtherTenantsAsync();

        var failure = await Assert.CatchAsync<TargetProblemException>(() => Get<TargetTables>().OpenAsync(ConfiguredDatabases.TargetsOf(Options), true, CancellationToken.None));

        Assert.That(failure!.Problems, Has.One.Contains("secrets in").And.One.Contains("of_tenant"));
    }

    [Test]
    public async Task A_version_that_a_hidden_row_names_is_kept()
    {
        await SucceedVersionOneAsync();
        await Store.ExecuteAsync($"insert into secrets (tenant, name, secret) values (9, 'hidden', {Bytes(Under(1, Seal("secret", "hidden", "x")))})");
        await HideOtherTenantsAsync();

        var report = (await RunAsync()).Single(kept => kept.Version == 1);

        Assert.That((report.Reason, await StateOfAsync(1)), Is.EqualTo(((KeepReason?)KeepReason.CensusFailed, "grace")), report.Detail);
        Assert.That(report.Detail, Does.Contain("of_tenant").And.Contain("BYPASSRLS"));
    }

    [Test]
    public async Task A_migration_reads_nothing_and_says_why()
    {
        if (Kind == DatabaseKind.SqlServer)
            Assert.Ignore("SQL Server shows the other rows without a word; the start refuses such a table.");
        await SucceedVersionOneAsync();
        await HideOtherTenantsAsync();

        var failure = await Assert.CatchAsync<HiddenRowsException>(() => Get<TargetTables>().Find(Target)!.ReadAsync(RangeBounds.Everything, 10, CancellationToken.None));

        Assert.That(failure!.Message, Does.Contain("row level security by policy of_tenant"));
    }

    private async Task HideOtherTenantsAsync()
    {
        if (Kind == DatabaseKind.PostgreSql)
        {
            await Store.ExecuteAsync("alter table secrets enable row level security; create policy of_tenant on secrets using (tenant = 7)");
            return;
        }
        await Store.ExecuteAsync("create function dbo.is_of_tenant(@tenant bigint) returns table with schemabinding as return select 1 as is_shown where @tenant = 7");
        await Store.ExecuteAsync("create security policy dbo.of_tenant add filter predicate dbo.is_of_tenant(tenant) on dbo.secrets");
    }
}
