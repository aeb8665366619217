using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// Names a setting as the user wrote it: by the environment variable that set it, or by its path in the spelling of the file.
/// </summary>
internal sealed class SettingNames
{
    private readonly IConfigurationProvider[] _strongestFirst;
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);

    public SettingNames(IConfigurationRoot configuration)
    {
        _strongestFirst = [.. configuration.Providers.Reverse()];
        foreach (var (path, _) in configuration.AsEnumerable())
            _spellings.TryAdd(path, path);
    }

    public string Of(string path) => (SourceOf(path) as IEnvironmentNames)?.VariableOf(path) ?? _spellings.GetValueOrDefault(path, path);

    /// <summary>The source whose value counts; null when none has the setting.</summary>
    public IConfigurationProvider? SourceOf(string path) => _strongestFirst.FirstOrDefault(provider => provider.TryGet(path, out _));
}
