using KeyRotation.Custody;
using KeyRotation.Policies;

namespace KeyRotation.Configuration;

/// <summary>The policies that a valid configuration comes to: the built-in key types, overridden, and the configured ones.</summary>
public static class ConfiguredPolicies
{
    public static KeyTypePolicies Of(KeyRotationOptions options)
    {
        var builtIn = BuiltInKeyTypes.All.Select(policy => options.KeyTypes.TryGetValue(policy.Name, out var overrides) ? Override(policy, overrides) : policy);
        var own = options.KeyTypes
            .Where(keyType => BuiltInKeyTypes.Find(keyType.Key) is null)
            .Select(keyType => Override(Own(keyType.Key, keyType.Value), keyType.Value));
        return new KeyTypePolicies([.. builtIn, .. own]);
    }

    private static KeyTypePolicy Own(string name, KeyTypeOptions options)
    {
        var protects = options.Protects is { } data ? Enum.Parse<ProtectedData>(data, ignoreCase: true) : ProtectedData.Columns;
        return new KeyTypePolicy
        {
            Name = name,
            KeyId = options.KeyId,
            RotationInterval = TimeSpan.FromDays(options.RotationDays!.Value),
            GracePeriod = TimeSpan.FromDays(options.GraceDays!.Value),
            Priority = KeyTypePriority.Medium,
            Purpose = protects == ProtectedData.Signatures ? KeyPurpose.Signing : KeyPurpose.Encryption,
            Protects = protects,
            RotateAfter = options.RotateAfter is { Count: > 0 } after ? after : Array.Empty<string>(),
        };
    }

    private static KeyTypePolicy Override(KeyTypePolicy policy, KeyTypeOptions options) => policy with
    {
        RotationInterval = options.RotationDays is { } rotationDays ? TimeSpan.FromDays(rotationDays) : policy.RotationInterval,
        GracePeriod = options.GraceDays is { } graceDays ? TimeSpan.FromDays(graceDays) : policy.GracePeriod,
        Priority = options.Priority is { } priority ? Enum.Parse<KeyTypePriority>(priority, ignoreCase: true) : policy.Priority,
        RotateAfter = options.RotateAfter is { Count: > 0 } after ? after : Array.Empty<string>(),
    };
}
