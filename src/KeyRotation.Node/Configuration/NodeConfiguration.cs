using System.Collections;
using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// The effective configuration: appsettings.json, then a file named by <c>--config</c>, then the short environment variables, then
/// <c>KeyRotation__...</c>; a later source wins.
/// </summary>
internal static class NodeConfiguration
{
    /// <exception cref="ConfigurationProblemException">It cannot be used; every problem is named.</exception>
    public static (KeyRotationOptions Options, IConfiguration Configuration) Load(string? file) => Load(file, ProcessEnvironment());

    /// <param name="file">A JSON file to read after appsettings.json; null = none.</param>
    /// <param name="environment">Every environment variable.</param>
    /// <exception cref="ConfigurationProblemException">It cannot be used; every problem is named.</exception>
    public static (KeyRotationOptions Options, IConfiguration Configuration) Load(string? file, IReadOnlyDictionary<string, string> environment)
    {
        var problems = new List<string>();
        var configuration = Build(file, environment, problems);
        var names = new SettingNames(configuration);
        problems.AddRange(UnknownSettings.In(configuration, names.Of));

        var unreadable = UnreadableSettings.In(configuration).ToDictionary(setting => names.Of(setting.Path), setting => setting);
        problems.AddRange(unreadable.Select(setting => $"{setting.Key} {setting.Value.Problem}"));

        var options = new EffectiveSettings(configuration, names).Without(unreadable.Values.Select(setting => setting.Path)).Bind();
        EmbeddedDefaults.Apply(options);
        // An unreadable value was left out; that it is missing is no news.
        problems.AddRange(KeyRotationOptionsCheck.Problems(options, names.Of).Where(problem => !unreadable.Keys.Any(name => problem.StartsWith($"{name} ", StringComparison.Ordinal))));
        return problems.Count > 0 ? throw new ConfigurationProblemException(problems) : (options, configuration);
    }

    private static IConfigurationRoot Build(string? file, IReadOnlyDictionary<string, string> environment, List<string> problems)
    {
        var builder = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true);
        if (file is not null)
        {
            if (!File.Exists(file))
                throw new ConfigurationProblemException([$"The configuration file {file} does not exist. Give --config an existing JSON file."]);
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }
        try
        {
            var section = new SectionEnvironment(environment);
            var files = builder.Build();
            return builder.Add(new ReferenceEnvironment(environment, KeyTypesOf(files, environment), problems)).Add(section).Build();
        }
        catch (Exception malformed) when (malformed is InvalidDataException or FormatException)
        {
            throw new ConfigurationProblemException([$"{malformed.Message} {malformed.InnerException?.Message}".TrimEnd()]);
        }
    }

    /// <summary>Key types that a file or a <c>KeyRotation__KeyTypes__...</c> variable names: their short variables are known then.</summary>
    private static IEnumerable<string> KeyTypesOf(IConfigurationRoot files, IReadOnlyDictionary<string, string> environment) =>
        new ConfigurationBuilder().AddConfiguration(files).Add(new SectionEnvironment(environment)).Build()
            .GetSection($"{KeyRotationOptions.Section}:{nameof(KeyRotationOptions.KeyTypes)}").GetChildren().Select(keyType => keyType.Key);

    private static Dictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
