namespace KeyRotation.Encryption;

/// <summary>A key ring was asked to seal or sign and has no active version.</summary>
public sealed class NoActiveKeyException : InvalidOperationException
{
    /// <summary>Says which key type.</summary>
    /// <param name="keyType">The key type.</param>
    public NoActiveKeyException(string keyType)
        : base($"Key type '{keyType}': expected an active version, got none. Complete its first rotation, then refresh the ring.") =>
        KeyType = keyType;

    /// <summary>The key type.</summary>
    public string KeyType { get; }
}
