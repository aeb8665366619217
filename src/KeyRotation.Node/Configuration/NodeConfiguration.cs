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
    public static (KeyRotationOptions Options, IConfiguration Configuration) Load(string? file)
    {
        var configuration = Build(file);
        var options = Bind(configuration);
        EmbeddedDefaults.Apply(options);
        List<string> problems = [.. UnknownSettings.In(configuration), .. KeyRotationOptionsCheck.Problems(options)];
        return problems.Count > 0 ? throw new ConfigurationProblemException(problems) : (options, configuration);
    }

    public static IConfiguration Build(string? file)
    {
        var builder = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true);
        if (file is not null)
        {
            if (!File.Exists(file))
                throw new ConfigurationProblemException([$"The configuration file {file} does not exist. Give --config an existing JSON file."]);
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
        try
        {
            return builder.Add(new ReferenceEnvironment(environment)).Add(new SectionEnvironment(environment)).Build();
        }
        catch (Exception malformed) when (malformed is InvalidDataException or FormatException)
        {
            throw new ConfigurationProblemException([$"{malformed.Message} {malformed.InnerException?.Message}".TrimEnd()]);
        }
    }

    private static KeyRotationOptions Bind(IConfiguration configuration)
    {
        var options = new KeyRotationOptions();
        try
        {
            configuration.GetSection(KeyRotationOptions.Section).Bind(options);
        }
        catch (InvalidOperationException wrongType)
        {
            throw new ConfigurationProblemException([$"{wrongType.Message} {wrongType.InnerException?.Message}".TrimEnd()]);
        }
        return options;
    }
}
