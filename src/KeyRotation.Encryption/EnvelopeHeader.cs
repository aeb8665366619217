namespace KeyRotation.Encryption;

/// <summary>What an envelope says of itself, unauthenticated until it has opened.</summary>
/// <param name="KeyId">Number of the key type in the store's registry: built-in ones from 1, configured ones from 1000.</param>
/// <param name="KeyVersion">The version it was sealed under, 1 to 2^31-1.</param>
/// <param name="Suite">The algorithm.</param>
/// <param name="Flags">0; other bits are refused.</param>
public readonly record struct EnvelopeHeader(
    uint KeyId, uint KeyVersion, EnvelopeSuite Suite = EnvelopeSuite.XAes256Gcm, byte Flags = 0);
