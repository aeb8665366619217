namespace KeyRotation.Encryption;

/// <summary>The first 13 bytes of an envelope, read. Layout: <c>docs/format.md</c>.</summary>
/// <param name="KeyId">The number of the key type in the store's registry.</param>
/// <param name="KeyVersion">The version that the ciphertext was sealed under, 1 and more.</param>
public readonly record struct EnvelopeHeader(uint KeyId, uint KeyVersion);
