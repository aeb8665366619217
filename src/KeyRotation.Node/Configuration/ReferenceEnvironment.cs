using System.Globalization;
using System.Text.RegularExpressions;
using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// The short environment variables (<c>KEY_ROTATION_ENABLED</c>, <c>TOKEN_ENCRYPTION_ROTATION_DAYS</c> ...), mapped onto the
/// <c>KeyRotation</c> section. <c>NAME_FILE</c> reads a value from a file, of a <c>KeyRotation__...</c> name too; a comment behind
/// a value is not part of it.
/// </summary>
/// <param name="environment">Every variable of the process.</param>
/// <param name="keyTypes">Configured key types, whose <c>..._ROTATION_DAYS</c> and <c>..._GRACE_DAYS</c> are known then; null = the built-in ones only.</param>
/// <param name="problems">Where problems go; null = <see cref="Load"/> throws them.</param>
internal sealed partial class ReferenceEnvironment(IReadOnlyDictionary<string, string> environment, IEnumerable<string>? keyTypes = null, List<string>? problems = null)
    : ConfigurationProvider, IConfigurationSource, IEnvironmentNames
{
    public const string FileSuffix = "_FILE";

    private readonly ReferenceNames _names = new(keyTypes ?? []);
    private readonly Dictionary<string, string> _variables = new(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> Names => ReferenceNames.FixedNames;

    /// <summary>The list of addresses that a variable gave; it replaces a configured list, longer or not. Null when none did.</summary>
    public string? ReplacedList { get; private set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public string? VariableOf(string path) => _variables.GetValueOrDefault(path);

    /// <exception cref="ConfigurationProblemException">Names that are not known, and files that cannot be read; all at once.</exception>
    public override void Load()
    {
        var found = new List<string>();
        foreach (var (name, value) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            Take(name, value, found);
        if (problems is not null)
            problems.AddRange(found);
        else if (found.Count > 0)
            throw new ConfigurationProblemException(found);
    }

    private void Take(string name, string value, List<string> found)
    {
        if (_names.SettingOf(name) is { } setting)
            Set(name, setting, Comment().Replace(value, "").Trim());
        else if (name.EndsWith(FileSuffix, StringComparison.Ordinal) && SettingOrSectionOf(name[..^FileSuffix.Length]) is { } fromFile)
            TakeFile(name, value, fromFile, found);
        else if (Mistyped(name) is { } meant)
            found.Add($"The environment variable {name} is not known. Did you mean {meant}? Known: {string.Join(", ", Names)}.");
    }

    private void TakeFile(string name, string path, string setting, List<string> found)
    {
        var plain = name[..^FileSuffix.Length];
        if (environment.ContainsKey(plain))
            found.Add($"{name} and {plain} are both set. Leave one out.");
        else if (SecretFile.Read(name, path, found) is { } content)
            Set(name, setting, content);
    }

    private void Set(string name, string setting, string value)
    {
        var path = $"{KeyRotationOptions.Section}:{setting}";
        if (_names.SettingOf(ReferenceNames.Emails) != setting)
        {
            Data[path] = value;
            _variables[path] = name;
            return;
        }
        ReplacedList = path;
        var addresses = value.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < addresses.Length; index++)
        {
            var item = string.Create(CultureInfo.InvariantCulture, $"{path}:{index}");
            Data[item] = addresses[index];
            _variables[item] = name;
        }
    }

    private string? SettingOrSectionOf(string name) =>
        _names.SettingOf(name) ?? (name.StartsWith(SectionEnvironment.Prefix, StringComparison.OrdinalIgnoreCase) ? name[SectionEnvironment.Prefix.Length..].Replace("__", ":", StringComparison.Ordinal) : null);

    private string? Mistyped(string name) =>
        !name.EndsWith(FileSuffix, StringComparison.Ordinal) ? _names.Meant(name)
        : _names.Meant(name[..^FileSuffix.Length]) is { } meant ? meant + FileSuffix
        : null;

    [GeneratedRegex(@"(^|\s+)#.*$")]
    private static partial Regex Comment();
}
