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
    public static (KeyRotationOptions Options, IConfiguration Configuration) Load(string? file) => Load(file, EnvironmentOfProcess());

    public static (KeyRotationOptions Options, IConfiguration Configuration) Load(string? file, IReadOnlyDictionary<string, string> environment)
    {
        var configuration = Build(file, environment);
        var unusable = UnknownSettings.In(configuration).ToArray();
        var options = Bind(configuration, unusable.Select(problem => problem.Path));
        EmbeddedDefaults.Apply(options);
        List<string> problems = [.. unusable.Select(problem => problem.Text), .. KeyRotationOptionsCheck.Problems(options)];
        return problems.Count > 0 ? throw new ConfigurationProblemException(problems) : (options, configuration);
    }

    private static IConfiguration Build(string? file, IReadOnlyDictionary<string, string> environment)
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
            return builder.Add(new ReferenceEnvironment(environment)).Add(new SectionEnvironment(environment)).Build();
        }
        catch (Exception malformed) when (malformed is InvalidDataException or FormatException)
        {
            throw new ConfigurationProblemException([$"{malformed.Message} {malformed.InnerException?.Message}".TrimEnd()]);
        }
    }

    /// <summary>
    /// What is unusable keeps its default, so that one bad value does not hide the others, or make them look missing. JSON's null
    /// = left out.
    /// </summary>
    private static KeyRotationOptions Bind(IConfiguration configuration, IEnumerable<string> unusable)
    {
        var left = unusable.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var usable = configuration.AsEnumerable().Where(setting => setting.Value is not null && !left.Contains(setting.Key));
        var options = new KeyRotationOptions();
        new ConfigurationBuilder().AddInMemoryCollection(usable).Build().GetSection(KeyRotationOptions.Section).Bind(options);
        return options;
    }

    private static Dictionary<string, string> EnvironmentOfProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
