using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace KeyRotation.Node.Configuration;

/// <summary>Where an effective configuration came from, in the order in which it was read: files, and whether variables gave something.</summary>
internal static class ConfigurationSources
{
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        var providers = ((IConfigurationRoot)configuration).Providers.Where(Gives).ToArray();
        var files = providers.OfType<JsonConfigurationProvider>().Select(provider => provider.Source.FileProvider?.GetFileInfo(provider.Source.Path!).PhysicalPath ?? provider.Source.Path!);
        return [.. files, .. providers.Any(provider => provider is IEnvironmentNames) ? new[] { "environment variables" } : []];
    }

    private static bool Gives(IConfigurationProvider provider) => provider.GetChildKeys([], KeyRotationOptions.Section).Any();
}
