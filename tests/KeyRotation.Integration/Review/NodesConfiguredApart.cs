using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Integration.Retirement;
using KeyRotation.Integration.Targets;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Review;

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

        await RunOnTheOtherNodeAsync();

        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
    }

    [Test]
    public async Task A_node_that_has_another_table_by_the_target_s_name_retires_nothing()
    {
        await DisableVersionOneAsync();
        await InsertAsync("left", "x", secret: Under(1, Seal("secret", "left", "x")));
        Configured.Table = "secrets_copy";

        await RunOnTheOtherNodeAsync();

        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
    }

    /// <summary>It may refuse to start as well.</summary>
    private async Task RunOnTheOtherNodeAsync()
    {
        try
        {
            await RestartAsync();
        }
        catch (TargetProblemException)
        {
            return;
        }
        await Get<StoreKeyRings>().RefreshAsync(KeyType, CancellationToken.None);
        await AgeAcknowledgementsAsync();
        await RunAsync();
    }
}
