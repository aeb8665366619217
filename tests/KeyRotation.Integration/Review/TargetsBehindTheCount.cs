using KeyRotation.Integration.Retirement;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Review;

/// <summary>A count takes hours. A target that is registered, or returns, meanwhile was counted by nobody.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class TargetsBehindTheCount(DatabaseKind kind) : RetirementFixture(kind)
{
    private InterceptedCensuses Census => (InterceptedCensuses)Get<ITargetCensuses>();

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<ITargetCensuses>(provider => new InterceptedCensuses(provider.GetRequiredService<TargetTables>()));

    [Test]
    public async Task A_target_that_another_node_registers_behind_the_count_keeps_the_version()
    {
        await DisableVersionOneAsync();
        Census.AfterCount = () => RegisterAsync("null");

        await RunAsync();

        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
    }

    [Test]
    public async Task A_target_that_returns_behind_the_count_keeps_the_version()
    {
        await DisableVersionOneAsync();
        await RegisterAsync(Ago(days: 20));
        Census.AfterCount = () => Store.ExecuteAsync($"update {Store.Schema}target set retired_at = null where name = 'archive'");

        await RunAsync();

        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
    }

    private Task<int> RegisterAsync(string retiredAt) => Store.ExecuteAsync(
        $"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at, retired_at) values ('archive', '{KeyType}', '[]', '[\"secret\"]', {Ago(days: 100)}, {retiredAt})");
}
