namespace KeyRotation.Migration;

/// <summary>Reads a format that is not our envelope, so that an adoption can seal what it holds.</summary>
public interface IForeignDecryptor
{
    /// <summary>The name by which <c>adopt --format</c> chooses it.</summary>
    string Format { get; }

    /// <summary>False when the bytes are not in this format; the value is then left as it is and listed.</summary>
    /// <param name="stored">The stored bytes; text is given as UTF-8.</param>
    /// <param name="plaintext">A buffer of the caller's own: it is zeroed after use.</param>
    bool TryDecrypt(ReadOnlySpan<byte> stored, out byte[] plaintext);
}
