namespace KeyRotation.Keys;

/// <summary>Questions to a list of versions.</summary>
public static class KeyVersions
{
    /// <summary>The key type's active version; null when it has none. The store refuses a second one.</summary>
    public static KeyVersion? ActiveOf(this IEnumerable<KeyVersion> versions, string keyType) =>
        versions.SingleOrDefault(version => version.KeyType == keyType && version.State == KeyVersionState.Active);
}
