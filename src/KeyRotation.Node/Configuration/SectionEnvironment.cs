using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// <c>KeyRotation__Store__Provider</c> and the like, as ASP.NET Core spells them; names that end in <c>_FILE</c> are left to
/// <see cref="ReferenceEnvironment"/>.
/// </summary>
internal sealed class SectionEnvironment(IReadOnlyDictionary<string, string> environment) : ConfigurationProvider, IConfigurationSource, IEnvironmentNames
{
    public const string Prefix = $"{KeyRotationOptions.Section}__";

    private readonly Dictionary<string, string> _variables = new(StringComparer.OrdinalIgnoreCase);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public string? VariableOf(string path) => _variables.GetValueOrDefault(path);

    public override void Load()
    {
        foreach (var (name, value) in environment)
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !name.EndsWith(ReferenceEnvironment.FileSuffix, StringComparison.Ordinal))
            {
                var path = name.Replace("__", ":", StringComparison.Ordinal);
                Data[path] = value;
                _variables[path] = name;
            }
    }
}
