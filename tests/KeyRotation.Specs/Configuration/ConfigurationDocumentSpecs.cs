using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Policies;
using KeyRotation.Specs.Architecture;

namespace KeyRotation.Specs.Configuration;

/// <summary>The sample is valid, and the tables of docs/configuration.md are the code's.</summary>
public sealed class ConfigurationDocumentSpecs
{
    private static readonly string Document = Repository.Read("docs/configuration.md");

    [Test]
    public void The_sample_is_a_valid_configuration_and_everything_in_it_is_read()
    {
        var (options, _) = NodeConfiguration.Load(Path.Combine(Repository.Root, "deploy/appsettings.sample.json"), new Dictionary<string, string>());

        Assert.That(options.KeyTypes["token_encryption"].Targets.Single().Columns.Select(column => column.Name), Is.EqualTo(new[] { "access_token", "refresh_token" }));
        Assert.That(ConfiguredPolicies.Of(options).Of("payment_encryption").KeyId, Is.EqualTo(1000));
        Assert.That(ConfiguredDatabases.TargetsOf(options).Select(target => target.Name), Is.EquivalentTo(new[] { "oauth-tokens", "customers" }));
    }

    [Test]
    public void The_built_in_key_types_are_in_the_document_as_they_are()
    {
        var rows = BuiltInKeyTypes.All.Select(policy =>
            $"| `{policy.Name}` | {policy.RotationInterval.Days} | {policy.GracePeriod.Days} | `{policy.Priority.ToString().ToLowerInvariant()}` | {policy.Protects.ToString().ToLowerInvariant()} |");

        Assert.That(rows.Where(row => !Document.Contains(row)), Is.Empty);
    }

    [Test]
    public void Every_type_of_a_context_column_is_in_the_document() =>
        Assert.That(ContextColumnSetting.TypeNames.Where(name => !Document.Contains($"`{name}`")), Is.Empty);

    [TestCase("Scheduler:CheckIntervalMinutes", "minutes", 60, 1, 1440)]
    [TestCase("Scheduler:RollbackHoldDays", "days", 7, 0, 365)]
    [TestCase("Scheduler:MaintenanceWindow:StartHourUtc", "hour, UTC", 2, 0, 23)]
    [TestCase("Scheduler:MaintenanceWindow:DurationHours", "hours", 4, 1, 24)]
    [TestCase("Store:CommandTimeoutSeconds", "seconds", 8, 1, 300)]
    [TestCase("Store:ConsumerLeaseSeconds", "seconds", 90, 3, 3600)]
    [TestCase("Migration:BatchSize", "rows", 1000, 1, 100000)]
    public void The_range_in_the_document_is_the_checks(string setting, string unit, int byDefault, int least, int most)
    {
        Assert.That(Document, Does.Match($@"\| `{setting}` \|[^|]*\| {unit} \| {byDefault} \| {least} to {most} \|"));
        Assert.That(ProblemsWith(setting, byDefault), Is.Empty);
        Assert.That(ProblemsWith(setting, least - 1).Single(), Does.EndWith($" is {least - 1}; expected {least} to {most}."));
        Assert.That(ProblemsWith(setting, most + 1), Has.Some.EndsWith($" is {most + 1}; expected {least} to {most}."));
    }

    private static IReadOnlyList<string> ProblemsWith(string setting, int value)
    {
        using var folder = new ConfigurationFolder();
        return folder.Problems(ConfigurationFolder.Least, ($"KeyRotation__{setting.Replace(":", "__")}", $"{value}"));
    }
}
