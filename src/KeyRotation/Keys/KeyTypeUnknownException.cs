namespace KeyRotation.Keys;

/// <summary>No such key type.</summary>
public sealed class KeyTypeUnknownException(string keyType, IEnumerable<string> known)
    : Exception($"There is no key type '{keyType}'. Known: {string.Join(", ", known)}. Built-in ones are always there; others stand under KeyRotation:KeyTypes in the configuration.")
{
    public string KeyType { get; } = keyType;
}
