using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>The effective configuration for people: defaults included, connection strings and digests of tokens redacted.</summary>
internal static class RedactedConfiguration
{
    public static JsonObject Of(KeyRotationOptions options)
    {
        var shown = JsonSerializer.SerializeToNode(options)!.AsObject();
        var store = shown[nameof(KeyRotationOptions.Store)]!.AsObject();
        store[nameof(StoreOptions.ConnectionString)] = Redaction.Of(options.Store.ConnectionString);
        foreach (var (name, keyType) in shown[nameof(KeyRotationOptions.KeyTypes)]!.AsObject())
            foreach (var (target, configured) in keyType![nameof(KeyTypeOptions.Targets)]!.AsArray().Zip(options.KeyTypes[name].Targets))
                if (configured.ConnectionString is { } connectionString)
                    target![nameof(TargetOptions.ConnectionString)] = Redaction.Of(connectionString);
        foreach (var token in shown[nameof(KeyRotationOptions.Api)]![nameof(ApiOptions.Tokens)]!.AsArray())
            token![nameof(ApiTokenOptions.Sha256)] = "[redacted]";
        var quartz = shown[nameof(KeyRotationOptions.Quartz)]!.AsObject();
        foreach (var (name, value) in options.Quartz)
            quartz[name] = Redaction.OfQuartz(name, value);
        return shown;
    }
}
