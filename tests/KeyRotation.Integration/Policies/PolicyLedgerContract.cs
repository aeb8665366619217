using KeyRotation.Configuration;
using KeyRotation.Node.Demo;
using KeyRotation.Node.Hosting;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Policies;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class PolicyLedgerContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly Dictionary<string, string> Targets = new() { ["token_encryption"] = "oauth-tokens: t (id) secret binary" };
    private static readonly KeyTypePolicy Tokens = BuiltInKeyTypes.Find("token_encryption")!;

    // Timers go on by the machine's clock: a fake one would tick through every second of the days.
    private readonly DemoClock _time = new();

    [SetUp]
    public void SetTheClock() => _time.Offset = TimeSpan.Zero;

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(_time);

    [Test]
    public async Task A_first_node_has_nothing_to_differ_from() => Assert.That(await RecordAsync(Tokens, "node-1"), Is.Empty);

    [Test]
    public async Task Each_setting_that_differs_is_named_with_both_values_and_who_had_the_other()
    {
        await RecordAsync(Tokens, "node-1");

        var differences = await RecordAsync(Tokens with { RotationInterval = TimeSpan.FromDays(30), Priority = KeyTypePriority.Low }, "node-2", []);

        Assert.That(differences, Is.EqualTo(new[]
        {
            new PolicyDifference("token_encryption", "RotationDays", "30", "90", "node-1"),
            new PolicyDifference("token_encryption", "Priority", "low", "high", "node-1"),
            new PolicyDifference("token_encryption", "Targets", "", "oauth-tokens: t (id) secret binary", "node-1"),
        }));
    }

    [Test]
    public async Task A_restart_with_the_same_configuration_writes_nothing()
    {
        await RecordAsync(Tokens, "node-1");
        var before = await RowsAsync();
        _time.Offset = TimeSpan.FromMinutes(1);

        var differences = await RecordAsync(Tokens, "node-2");

        Assert.That(differences, Is.Empty);
        Assert.That(await RowsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task The_former_interval_is_kept_while_other_settings_change()
    {
        await RecordAsync(Tokens, "node-1");
        await RecordAsync(Tokens with { RotationInterval = TimeSpan.FromDays(30) }, "node-1");

        await RecordAsync(Tokens with { RotationInterval = TimeSpan.FromDays(30), GracePeriod = TimeSpan.FromDays(10) }, "node-1");

        Assert.That(await Get<IPolicyLedger>().FormerIntervalsAsync(CancellationToken.None), Is.EqualTo(new Dictionary<string, TimeSpan> { ["token_encryption"] = TimeSpan.FromDays(90) }));
    }

    [Test]
    public async Task Looking_names_the_same_differences_and_writes_nothing()
    {
        await RecordAsync(Tokens, "node-1");
        var before = await RowsAsync();

        var differences = await Get<IPolicyLedger>().CompareAsync([Tokens with { RotationInterval = TimeSpan.FromDays(30) }], Targets, CancellationToken.None);

        Assert.That(differences, Is.EqualTo(new[] { new PolicyDifference("token_encryption", "RotationDays", "30", "90", "node-1") }));
        Assert.That(await RowsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Nodes_that_start_at_the_same_moment_make_one_row()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(node => RecordAsync(Tokens, $"node-{node}")));

        Assert.That(await RowsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_interval_that_a_restart_shortened_makes_a_key_due_as_a_policy_update()
    {
        await RegisterAsync();
        await RotateAsync("token_encryption");
        _time.Offset = TimeSpan.FromDays(60);
        Options.KeyTypes["token_encryption"] = new KeyTypeOptions { RotationDays = 50 };
        await RestartAsync();

        await RegisterAsync();
        await Get<KeyAssessment>().OpenDueAsync("token_encryption", CancellationToken.None);

        var rotation = (await Get<IRotationStore>().FindOpenAsync("token_encryption", CancellationToken.None))!;
        Assert.That((rotation.Trigger, rotation.Reason), Is.EqualTo((RotationTrigger.PolicyUpdate, "Version 1 is 60.0 days old, 120 % of its 50 days. The interval was 90 days.")));
    }

    private Task RegisterAsync() => ActivatorUtilities.CreateInstance<PolicyRegistration>(Services).StartingAsync(CancellationToken.None);

    private Task<IReadOnlyList<PolicyDifference>> RecordAsync(KeyTypePolicy policy, string by, Dictionary<string, string>? targets = null) =>
        Get<IPolicyLedger>().RecordAsync([policy], targets ?? Targets, by, _time.GetUtcNow(), CancellationToken.None);

    private async Task<IReadOnlyList<string>> RowsAsync() =>
        [.. (await Store.QueryAsync($"select key_type, rotation_seconds, former_seconds, configured_by, configured_at from {Store.Schema}key_type_policy")).Select(row => string.Join(" | ", row))];
}
