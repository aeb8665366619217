namespace KeyRotation.Custody;

/// <summary>The key-encryption key cannot be used. The message says why and what to do.</summary>
public sealed class KeyEncryptionKeyException(string message, Exception? inner = null) : Exception(message, inner);
