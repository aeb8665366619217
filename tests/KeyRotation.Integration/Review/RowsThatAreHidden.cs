using KeyRotation.Integration.Retirement;
using KeyRotation.Storage.Databases;
using Npgsql;

namespace KeyRotation.Integration.Review;

/// <summary>A row security policy hides rows from the node's login without an error: what is counted then is not what is there.</summary>
[TestFixture]
public sealed class RowsThatAreHidden() : RetirementFixture(DatabaseKind.PostgreSql)
{
    private readonly string _login = $"node_{Guid.NewGuid():N}";

    protected override async Task CreateTargetsAsync()
    {
        await base.CreateTargetsAsync();
        await Store.ExecuteAsync($"create role {_login} login; grant pg_read_all_stats to {_login}; grant select, update on secrets to {_login}");
        await Store.ExecuteAsync("alter table secrets enable row level security; create policy of_tenant on secrets using (tenant = 7)");
        Configured.Provider = "postgresql";
        Configured.ConnectionString = new NpgsqlConnectionStringBuilder(Store.ConnectionString) { Username = _login }.ConnectionString;
    }

    [TearDown]
    public Task DropLoginAsync() => Store.ExecuteAsync($"drop owned by {_login}; drop role {_login}");

    [Test]
    public async Task A_version_that_a_hidden_row_names_is_not_retired()
    {
        await SucceedVersionOneAsync();
        await Store.ExecuteAsync($"insert into secrets (tenant, name, secret) values (9, 'hidden', {Bytes(Under(1, Seal("secret", "hidden", "x")))})");

        var report = (await RunAsync()).Single(kept => kept.Version == 1);

        Assert.That(await StateOfAsync(1), Is.EqualTo("grace"), report.Detail);
    }
}
