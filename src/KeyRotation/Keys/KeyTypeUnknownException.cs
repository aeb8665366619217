using KeyRotation.Configuration;

namespace KeyRotation.Keys;

/// <summary>No such key type.</summary>
public sealed class KeyTypeUnknownException(string keyType, IReadOnlyCollection<string> known)
    : Exception($"There is no key type '{keyType}'. {NearestName.Suggestion(keyType, known)} Built-in ones are always there; others stand under KeyRotation:KeyTypes in the configuration.")
{
    public string KeyType { get; } = keyType;
}
