using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Targets;

/// <summary>A target that does not match its database stops the start, with everything that is wrong with it.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class PreflightContract(DatabaseKind kind) : StoreFixture(kind)
{
    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table without_key (id {types.LongNumber} not null, secret {types.Bytes}, weight {(Kind == DatabaseKind.PostgreSql ? "double precision" : "float")} not null, optional {types.LongNumber})");
        await Store.ExecuteAsync($"create table with_key (id {types.LongNumber} not null primary key, other {types.LongNumber} not null, secret {types.Bytes})");
    }

    [Test]
    public async Task A_missing_table_is_named() =>
        Assert.That(await Problems("nowhere", ["id"]), Has.Some.Contains("there is no table nowhere"));

    [Test]
    public async Task A_missing_column_is_named_with_those_that_are_there() =>
        Assert.That(await Problems("with_key", ["id"], column: "sekret"), Has.Some.Contains("there is no column sekret in with_key. It has id, other, secret"));

    [Test]
    public async Task A_table_without_a_primary_key_is_refused() =>
        Assert.That(await Problems("without_key", ["id"]), Has.Some.Contains("(id) is not unique in without_key"));

    [Test]
    public async Task A_key_that_is_not_unique_is_refused() =>
        Assert.That(await Problems("with_key", ["other"]), Has.Some.Contains("(other) is not unique in with_key: it has (id)"));

    [Test]
    public async Task A_context_column_of_floating_point_is_refused() =>
        Assert.That(await Problems("without_key", ["id"], context: "weight"), Has.Some.Contains("no canonical form"));

    [Test]
    public async Task A_context_column_that_can_be_null_is_refused() =>
        Assert.That(await Problems("without_key", ["id"], context: "optional"), Has.Some.Contains("optional can be NULL"));

    [Test]
    public async Task A_column_of_another_kind_than_its_encoding_is_refused() =>
        Assert.That(await Problems("with_key", ["id"], encoding: "text"), Has.Some.Contains("encoding text needs a character column"));

    [Test]
    public async Task A_name_that_could_not_be_one_is_refused_before_the_database_is_asked() =>
        Assert.That(await Problems("with_key; drop table with_key", ["id"]), Has.Some.Contains("is no name of a table or column"));

    [Test]
    public async Task Everything_that_is_wrong_is_said_at_once() =>
        Assert.That(await Problems("without_key", ["id"], column: "sekret", context: "weight"), Has.Count.EqualTo(3));

    [Test]
    public async Task What_is_bound_into_ciphertexts_cannot_be_configured_otherwise_later()
    {
        Configure("with_key", ["id"]);
        await RestartAsync();

        Assert.That(await Problems("with_key", ["id"], context: "other"), Has.Some.Contains("is registered with context columns"));
    }

    private async Task<IReadOnlyList<string>> Problems(string table, List<string> keys, string column = "secret", string encoding = "binary", string? context = null)
    {
        Configure(table, keys, column, encoding, context);
        var failure = await Assert.CatchAsync<TargetProblemException>(() => Get<TargetTables>().OpenAsync(ConfiguredDatabases.TargetsOf(Options), true, CancellationToken.None));
        return failure!.Problems;
    }

    private void Configure(string table, List<string> keys, string column = "secret", string encoding = "binary", string? context = null) =>
        Options.KeyTypes["token_encryption"] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "sample", Table = table, KeyColumns = keys, ContextColumns = context is null ? [] : [context], Columns = [new TargetColumnOptions { Name = column, Encoding = encoding }] }],
        };
}
