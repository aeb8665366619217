using KeyRotation.Keys;

namespace KeyRotation.Policies;

/// <summary>The policies of all key types: built in, overridden, and configured.</summary>
public sealed class KeyTypePolicies(IReadOnlyList<KeyTypePolicy> policies)
{
    private readonly Dictionary<string, KeyTypePolicy> _byName = policies.ToDictionary(policy => policy.Name);

    public IReadOnlyList<KeyTypePolicy> All { get; } = policies;

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Null for a key type that this configuration does not have.</summary>
    public KeyTypePolicy? Find(string keyType) => _byName.GetValueOrDefault(keyType);

    /// <exception cref="KeyTypeUnknownException">No such key type.</exception>
    public KeyTypePolicy Of(string keyType) =>
        _byName.TryGetValue(keyType, out var policy) ? policy : throw new KeyTypeUnknownException(keyType, Names);
}
