using KeyRotation.Configuration;
using KeyRotation.Integration.Targets;
using KeyRotation.Node.Configuration;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>Former rows, which a trigger keeps in a table beside the target's: no rotation rewrites them, and each counts.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class HistoryContract(DatabaseKind kind) : RetirementFixture(kind)
{
    protected override TargetHistoryOptions? History => new() { Table = "secrets_history", KeyColumns = ["id"] };

    protected override async Task CreateTargetsAsync()
    {
        await base.CreateTargetsAsync();
        var types = SqlTypes.Of(Kind);
        var moment = Kind switch { DatabaseKind.PostgreSql => "timestamptz", DatabaseKind.SqlServer => "datetime2(3)", _ => "text" };
        await Store.ExecuteAsync($"create table secrets_history (id {types.LongNumber} not null primary key, tenant {types.LongNumber}, name {types.Name}, secret {types.Bytes}, note {types.Text}, expires_at {moment})");
    }

    [Test]
    public async Task A_former_row_keeps_its_version_until_it_is_pruned()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"insert into secrets_history (id, tenant, name, secret) values (1, 7, 'first', {Bytes(Under(1, Seal("secret", "first", "former")))})");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.References));

        await Store.ExecuteAsync("delete from secrets_history");
        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task A_former_row_behind_the_first_chunk_counts()
    {
        await DisableVersionOneAsync();
        var row = Bytes(Seal("secret", "many", "x"));
        for (var block = 0; block < 6; block++)
            await Store.ExecuteAsync($"insert into secrets_history (id, secret) values {string.Join(", ", Enumerable.Range(block * 1000, 1000).Select(id => $"({id}, {row})"))}");
        await Store.ExecuteAsync($"insert into secrets_history (id, secret) values (9999, {Bytes(Under(1, Seal("secret", "first", "former")))})");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.References));
    }

    [Test]
    public async Task A_history_that_lacks_a_sealed_column_or_a_key_stops_the_start()
    {
        Configured.History = new TargetHistoryOptions { Table = "secrets_history", KeyColumns = ["tenant"] };
        Configured.Columns[0].Name = "secrets";

        var failure = await Assert.CatchAsync<TargetProblemException>(() => Get<TargetTables>().OpenAsync(ConfiguredDatabases.TargetsOf(Options), true, CancellationToken.None));

        Assert.That(failure!.Problems, Has.Some.Contains("there is no column secrets in secrets_history").And.Some.Contains("key column tenant of secrets_history can be NULL").And.Some.Contains("(tenant) is not unique in secrets_history"));
    }
}
