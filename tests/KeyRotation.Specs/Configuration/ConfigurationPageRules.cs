using System.Collections;
using System.Reflection;
using System.Text.Json;
using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Specs.Configuration;

/// <summary>What <c>docs/configuration.md</c> says, held against the code.</summary>
public sealed class ConfigurationPageRules
{
    private static readonly string Page = File.ReadAllText(PathOfPage());

    private static IEnumerable<string> Settings => SettingsOf(typeof(KeyRotationOptions)).Distinct();

    [TestCaseSource(nameof(Settings))]
    public void Every_setting_is_described(string setting) => Assert.That(Page, Does.Match($@"\b{setting}\b"));

    [Test]
    public void Every_short_variable_is_described() =>
        Assert.That(ReferenceEnvironment.Names.Where(name => !Page.Contains($"| `{name}` |")), Is.Empty);

    [Test]
    public void The_example_is_a_valid_configuration()
    {
        var start = Page.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        var example = Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];

        var options = Configured.By(JsonDocument.Parse(example).RootElement.GetProperty("KeyRotation").GetRawText());

        Assert.That(options.KeyTypes["token_encryption"].Targets.Single().Name, Is.EqualTo("oauth-tokens"));
    }

    private static IEnumerable<string> SettingsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property => SettingsOf(PartOf(property.PropertyType)).Prepend(property.Name));

    private static Type PartOf(Type type)
    {
        var part = type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : type;
        return part.Namespace == typeof(KeyRotationOptions).Namespace ? part : typeof(object);
    }

    private static string PathOfPage()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeyRotation.Jobs.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "docs", "configuration.md");
    }
}
