using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Policies;
using KeyRotation.Specs.Architecture;

namespace KeyRotation.Specs.Configuration;

/// <summary>docs/configuration.md says what the code does.</summary>
public sealed partial class ConfigurationDocumentSpecs
{
    private const string Sample = "deploy/appsettings.sample.json";

    private static readonly string Document = Repository.Read("docs/configuration.md");

    [Test]
    public void The_sample_is_a_valid_configuration_and_everything_in_it_is_read()
    {
        var (options, _) = NodeConfiguration.Load(Path.Combine(Repository.Root, Sample), new Dictionary<string, string>());

        Assert.That(options.KeyTypes["token_encryption"].Targets.Single().Columns.Select(column => column.Name), Is.EqualTo(new[] { "access_token", "refresh_token" }));
        Assert.That(ConfiguredPolicies.Of(options).Of("payment_encryption").KeyId, Is.EqualTo(1000));
        Assert.That(ConfiguredDatabases.TargetsOf(options).Select(target => target.Name), Is.EquivalentTo(new[] { "oauth-tokens", "customers" }));
    }

    [Test]
    public void The_sample_in_the_document_is_the_file() =>
        Assert.That(Regex.Match(Document, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value, Is.EqualTo(Repository.Read(Sample)));

    [Test]
    public void Every_setting_is_in_the_document_and_no_other()
    {
        var documented = Rows().Select(row => row.Setting);

        Assert.That(documented, Is.EquivalentTo(SettingsOf(typeof(KeyRotationOptions), "")));
    }

    [Test]
    public void Every_default_in_the_document_is_the_codes()
    {
        var defaults = DefaultsOf(new KeyRotationOptions(), "").ToDictionary(pair => pair.Setting, pair => pair.Value);

        foreach (var (setting, value) in Rows().Where(row => defaults.ContainsKey(row.Setting)))
            Assert.That(value.Trim('`'), Is.EqualTo(defaults[setting]), setting);
    }

    [Test]
    public void Every_range_in_the_document_is_the_checks()
    {
        var ranges = Range().Matches(Document).Select(row => (Setting: row.Groups[1].Value, Least: int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture), Most: int.Parse(row.Groups[3].Value, CultureInfo.InvariantCulture))).ToArray();

        Assert.That(ranges, Has.Length.EqualTo(11));
        foreach (var (setting, least, most) in ranges)
        {
            var own = setting.Replace("NAME", "payment_encryption");

            Assert.That(ProblemsWith(own, least), Has.None.StartsWith($"KeyRotation:{own} is {least}; expected {least}"), setting);
            Assert.That(ProblemsWith(own, most), Has.None.StartsWith($"KeyRotation:{own} is {most}; expected {least}"), setting);
            Assert.That(ProblemsWith(own, least - 1), Has.Some.EqualTo($"KeyRotation:{own} is {least - 1}; expected {least} to {most}."), setting);
        }
    }

    [Test]
    public void Every_short_variable_is_in_the_document() =>
        Assert.That(ReferenceEnvironment.Names.Where(name => !Document.Contains($"| `{name}` |")), Is.Empty);

    [Test]
    public void The_built_in_key_types_are_in_the_document_as_they_are()
    {
        var rows = BuiltInKeyTypes.All.Select(policy =>
            $"| `{policy.Name}` | {policy.RotationInterval.Days} | {policy.GracePeriod.Days} | `{policy.Priority.ToString().ToLowerInvariant()}` | {policy.KeyId} |");

        Assert.That(rows.Where(row => !Document.Contains(row)), Is.Empty);
    }

    [Test]
    public void Every_type_of_a_context_column_is_in_the_document() =>
        Assert.That(ContextColumnSetting.TypeNames.Where(name => !Document.Contains($"`{name}`")), Is.Empty);

    private static IEnumerable<(string Setting, string Default)> Rows() =>
        Row().Matches(Document).Select(row => (row.Groups[1].Value, row.Groups[2].Value.Trim()));

    private static IReadOnlyList<string> ProblemsWith(string setting, int value)
    {
        using var folder = new ConfigurationFolder();
        return folder.Problems(ConfigurationFolder.Least, ($"KeyRotation__{setting.Replace(":", "__")}", value.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Every setting as the document writes it: names that are the user's own in capitals, places in a list as N.</summary>
    private static IEnumerable<string> SettingsOf(Type type, string path)
    {
        foreach (var property in type.GetProperties())
        {
            var setting = path + property.Name;
            var element = property.PropertyType.IsGenericType && property.PropertyType.IsAssignableTo(typeof(IEnumerable)) ? property.PropertyType.GetGenericArguments()[^1] : null;
            var isDictionary = property.PropertyType.IsAssignableTo(typeof(IDictionary));
            if (element is null && property.PropertyType.Namespace == typeof(KeyRotationOptions).Namespace)
                foreach (var inner in SettingsOf(property.PropertyType, $"{setting}:"))
                    yield return inner;
            else if (element is null || !isDictionary)
                yield return setting;
            else if (element == typeof(string))
                yield return $"{setting}:NAME";
            if (element is null || element == typeof(string))
                continue;
            var prefix = isDictionary ? $"{setting}:{(property.Name == "Escalation" ? "SEVERITY" : "NAME")}:" : $"{setting.Replace("KeyTypes:NAME:", "")}:N:";
            foreach (var inner in SettingsOf(element, prefix))
                yield return inner;
        }
    }

    private static IEnumerable<(string Setting, string Value)> DefaultsOf(object options, string path)
    {
        foreach (var property in options.GetType().GetProperties())
            if (property.GetValue(options) is { } value)
            {
                if (value is string or int or bool && value is not "")
                    yield return (path + property.Name, Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("True", "true"));
                else if (value.GetType().Namespace == typeof(KeyRotationOptions).Namespace)
                    foreach (var inner in DefaultsOf(value, $"{path}{property.Name}:"))
                        yield return inner;
            }
    }

    [GeneratedRegex(@"^\| `(\w+:[\w:]+)` \|[^|\n]*\|[^|\n]*\|([^|\n]*)\|[^|\n]*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| `(\w+:[\w:]+)` \|[^|\n]*\|[^|\n]*\|[^|\n]*\| (\d+) to (\d+)[^|\n]*\|$", RegexOptions.Multiline)]
    private static partial Regex Range();
}
