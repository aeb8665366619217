namespace KeyRotation.Encryption;

/// <summary>The key type has no active version, so nothing can be encrypted with it yet.</summary>
/// <param name="keyType">The key type.</param>
public sealed class NoActiveKeyException(string keyType)
    : Exception($"{keyType} has no active version yet: its first rotation is not completed.");
