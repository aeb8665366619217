using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>The settings that count, once each source has had its say.</summary>
internal sealed class EffectiveSettings
{
    private readonly Dictionary<string, string?> _values;

    public EffectiveSettings(IConfigurationRoot configuration, SettingNames names)
    {
        var reference = configuration.Providers.OfType<ReferenceEnvironment>().FirstOrDefault();
        var weaker = reference is null ? [] : configuration.Providers.TakeWhile(provider => provider != reference).ToHashSet();
        // Sources are merged item by item: of a longer list in a file, the tail would stay behind the variable's addresses.
        _values = configuration.AsEnumerable()
            .Where(setting => setting.Value is not null)
            .Where(setting => reference?.ReplacedList is not { } list || !IsIn(list, setting.Key) || !weaker.Contains(names.SourceOf(setting.Key)!))
            .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Leaves these out, and what stands below them: they keep their defaults.</summary>
    public EffectiveSettings Without(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            foreach (var key in _values.Keys.Where(key => key.Equals(path, StringComparison.OrdinalIgnoreCase) || IsIn(path, key)).ToArray())
                _values.Remove(key);
        return this;
    }

    /// <exception cref="ConfigurationProblemException">A value that no check knows does not fit its setting.</exception>
    public KeyRotationOptions Bind()
    {
        var options = new KeyRotationOptions();
        try
        {
            new ConfigurationBuilder().AddInMemoryCollection(_values).Build().GetSection(KeyRotationOptions.Section).Bind(options);
        }
        catch (InvalidOperationException wrongType)
        {
            throw new ConfigurationProblemException([$"{wrongType.Message} {wrongType.InnerException?.Message}".TrimEnd()]);
        }
        return options;
    }

    private static bool IsIn(string section, string path) => path.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase);
}
