namespace KeyRotation.Encryption;

/// <summary>Fills a part of a nonce; the operating system's generator but in tests that need a published nonce.</summary>
internal delegate void NonceSource(Span<byte> destination);
