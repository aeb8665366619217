namespace KeyRotation.Encryption;

/// <summary>A key ring was asked to seal or sign and has no active version.</summary>
public sealed class NoActiveKeyException : InvalidOperationException
{
    /// <summary>Says which ring.</summary>
    /// <param name="keyType">The key type.</param>
    /// <param name="epoch">The ring's epoch.</param>
    public NoActiveKeyException(string keyType, long epoch)
        : base($"Key type '{keyType}', ring of epoch {epoch}: expected an active version, got none. Rotate the key type once, then refresh the ring.")
    {
        KeyType = keyType;
        Epoch = epoch;
    }

    /// <summary>The key type.</summary>
    public string KeyType { get; }

    /// <summary>The ring's epoch.</summary>
    public long Epoch { get; }
}
