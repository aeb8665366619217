using KeyRotation.Custody;
using KeyRotation.Policies;

namespace KeyRotation.Client;

/// <summary>What each key type's material is for: it is bound into the wrapped record, so a key never serves two purposes.</summary>
public sealed class KeyPurposes(IReadOnlyDictionary<string, KeyPurpose> purposes)
{
    public static KeyPurposes Of(KeyTypePolicies policies) => new(policies.All.ToDictionary(policy => policy.Name, policy => policy.Purpose));

    /// <summary>Key types that the configuration does not name encrypt.</summary>
    public KeyPurpose Of(string keyType) => purposes.GetValueOrDefault(keyType, KeyPurpose.Encryption);
}
