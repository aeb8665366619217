using KeyRotation.Custody;

namespace KeyRotation.Client;

/// <summary>What each key type's material is for: it is bound into the wrapped record, so a key never serves two purposes.</summary>
public sealed class KeyPurposes(IReadOnlyDictionary<string, KeyPurpose> purposes)
{
    /// <summary>Key types that the configuration does not name encrypt.</summary>
    public KeyPurpose Of(string keyType) => purposes.GetValueOrDefault(keyType, KeyPurpose.Encryption);
}
