using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// <c>KeyRotation__Store__Provider</c> and the like, as ASP.NET Core spells them; names that end in <c>_FILE</c> are left to
/// <see cref="ReferenceEnvironment"/>.
/// </summary>
internal sealed class SectionEnvironment(IReadOnlyDictionary<string, string> environment) : ConfigurationProvider, IConfigurationSource
{
    private const string Prefix = $"{KeyRotationOptions.Section}__";

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load()
    {
        foreach (var (name, value) in environment)
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !name.EndsWith("_FILE", StringComparison.Ordinal))
                Data[name.Replace("__", ":", StringComparison.Ordinal)] = value;
    }
}
