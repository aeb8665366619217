using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Integration.Targets;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>While a deployment is rolled out the nodes differ. One that knows less of a target than another must not call it counted.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class NodesConfiguredApart(DatabaseKind kind) : RetirementFixture(kind)
{
    protected override TargetHistoryOptions? History => new() { Table = "secrets_history", KeyColumns = ["id"] };

    protected override async Task CreateTargetsAsync()
    {
        await base.CreateTargetsAsync();
        var types = SqlTypes.Of(Kind);
        var moment = Kind switch { DatabaseKind.PostgreSql => "timestamptz", DatabaseKind.SqlServer => "datetime2(3)", _ => "text" };
        await Store.ExecuteAsync($"create table secrets_history (id {types.LongNumber} not null primary key, secret {types.Bytes}, note {types.Text}, expires_at {moment})");
        await Store.ExecuteAsync($"create table secrets_copy (tenant {types.LongNumber} not null, name {types.Name} not null, secret {types.Bytes}, note {types.Text}, expires_at {moment}, primary key (tenant, name))");
    }

    [Test]
    public async Task A_node_that_does_not_know_of_a_target_s_history_retires_nothing()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"insert into secrets_history (id, secret) values (1, {Bytes(Under(1, Seal("secret", "first", "former")))})");
        Configured.History = null;

        await StartOtherwiseAsync();

        Assert.That((await WhyKeptAsync(1), await StateOfAsync(1)), Is.EqualTo(((KeepReason?)KeepReason.TargetsDiffer, "disabled")));
    }

    [Test]
    public async Task A_node_that_has_another_table_by_the_target_s_name_retires_nothing()
    {
        await DisableVersionOneAsync();
        await InsertAsync("left", "x", secret: Under(1, Seal("secret", "left", "x")));
        Configured.Table = "secrets_copy";

        await StartOtherwiseAsync();

        Assert.That((await WhyKeptAsync(1), await StateOfAsync(1)), Is.EqualTo(((KeepReason?)KeepReason.TargetsDiffer, "disabled")));
    }

    [Test]
    public async Task A_target_that_was_moved_by_command_is_counted_where_it_is_now()
    {
        await DisableVersionOneAsync();
        Configured.Table = "secrets_copy";
        await StartOtherwiseAsync();

        Assert.That(await Get<TargetTables>().MoveAsync(Target, "a new table", "anna", CancellationToken.None), Is.True);

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
        Assert.That(await Get<TargetTables>().MoveAsync(Target, "once more", "anna", CancellationToken.None), Is.False);
        Assert.That(await CountAsync("audit_event", "action = 'target.moved' and actor = 'anna'"), Is.EqualTo(1));
    }

    [TestCase("history_table = null", TestName = "A_history_that_nobody_named_before_is_registered_by_the_next_start")]
    [TestCase("history_table = null, table_name = null, database_identity = null", TestName = "An_entry_that_was_made_before_is_filled_by_the_next_start")]
    public async Task Of_entries(string without)
    {
        await Store.ExecuteAsync($"update {Store.Schema}target set {without}");

        await RestartAsync();

        Assert.That(await CountAsync("target", "database_identity is not null and table_name = 'secrets' and history_table = 'secrets_history'"), Is.EqualTo(1));
    }

    private async Task StartOtherwiseAsync()
    {
        await RestartAsync();
        await Get<StoreKeyRings>().RefreshAsync(KeyType, CancellationToken.None);
        await AgeAcknowledgementsAsync();
    }
}
