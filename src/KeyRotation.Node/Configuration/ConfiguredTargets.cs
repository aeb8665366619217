using KeyRotation.Configuration;
using KeyRotation.Policies;

namespace KeyRotation.Node.Configuration;

/// <summary>The configured targets in words, for comparing one node's with another's.</summary>
internal static class ConfiguredTargets
{
    public static TargetDescriptions Of(KeyRotationOptions options) =>
        new(options.KeyTypes.Where(keyType => keyType.Value.Targets.Count > 0)
            .ToDictionary(keyType => keyType.Key, keyType => string.Join("; ", keyType.Value.Targets.OrderBy(target => target.Name, StringComparer.Ordinal).Select(Describe))));

    /// <summary>`oauth-tokens: app.oauth_tokens (id) access_token text`. Never a connection string: it can hold a password, and may differ from host to host.</summary>
    private static string Describe(TargetOptions target)
    {
        var context = target.ContextColumns.Count > 0 ? $" bound to {string.Join(", ", target.ContextColumns)}" : "";
        var expiry = target.ExpiresAt is { } column ? $" until {column}" : "";
        var history = target.History is { } former ? $" history {former.Table}" : "";
        return $"{target.Name}: {target.Table} ({string.Join(", ", target.KeyColumns)}){context} {string.Join(", ", target.Columns.Select(sealedColumn => $"{sealedColumn.Name} {sealedColumn.Encoding}"))}{expiry}{history}";
    }
}
