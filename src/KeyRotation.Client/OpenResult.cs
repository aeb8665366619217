using KeyRotation.Encryption;

namespace KeyRotation.Client;

/// <summary>What came of opening an envelope.</summary>
/// <param name="Status">Bad ciphertext is an expected outcome, never an exception.</param>
/// <param name="Plaintext">Empty unless opened. The caller zeroes it after use.</param>
public readonly record struct OpenResult(OpenStatus Status, byte[] Plaintext)
{
    public bool IsOpened => Status == OpenStatus.Opened;
}
