using KeyRotation.Encryption;

namespace KeyRotation.Migration;

/// <summary>A ciphertext that was just made did not open to its plaintext: broken memory or a bug. Nothing was written.</summary>
public sealed class SealedValueDiffersException(string target, uint keyId, int version, OpenStatus status)
    : Exception($"A value of target {target} sealed under key {keyId} version {version} did not open to the same plaintext ({status}). The batch was not written. Check this machine's memory, and report it as a bug.");
